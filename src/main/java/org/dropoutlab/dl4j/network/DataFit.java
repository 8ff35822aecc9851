package org.dropoutlab.dl4j.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The check that a network's inputs and outputs fit the examples and labels. */
final class DataFit {
    private final Architecture architecture;
    private final long[] example;

    /**
     * @param example shape of an example: features, or channels, height and width
     */
    DataFit(Architecture architecture, long... example) {
        this.architecture = architecture;
        this.example = example.length == 1 || architecture.presentation() == Presentation.STANDARDIZED
                ? example
                : new long[] {Arrays.stream(example).reduce(1, Math::multiplyExact)};
    }

    /** Rejects the network if it does not accept the examples or does not have {@code labels} outputs per example. */
    void require(int labels) {
        NetworkConfiguration network = architecture.configuration(List.of(), new Optimizer.Adam(1e-3), 1);
        requireInputs(network.layers().get(0));
        long[] outputs = outputs(network);
        boolean oneEach = outputs.length == 2 && outputs[1] == labels;
        if (architecture.presentation() != Presentation.PIXELS_TO_THEMSELVES && !oneEach) {
            throw new IllegalArgumentException(
                    "the network's output is %s per example, but a label of these data is %s%s"
                            .formatted(
                                    sizes(Arrays.copyOfRange(outputs, 1, outputs.length)),
                                    labels == 1 ? "1 number" : labels + " numbers",
                                    labels == 1
                                            ? ": give its output layer a single output (a sigmoid, if there are two classes)"
                                            : ""));
        }
    }

    private void requireInputs(Layer first) {
        if (!(first instanceof FeedForwardLayer layer) || layer.getNIn() < 1) {
            return;
        }
        boolean maps = layer instanceof ConvolutionLayer;
        if (maps && example.length == 1) {
            throw new IllegalArgumentException(
                    "the network starts with a convolution, but these examples are rows of %,d features"
                            .formatted(example[0]));
        }
        if (layer.getNIn() != example[0]) {
            throw new IllegalArgumentException("the network takes %,d %s, but these examples have %,d"
                    .formatted(layer.getNIn(), maps ? "channels" : "inputs", example[0]));
        }
    }

    /** The output shape for one example, [example, …]; Deeplearning4j itself checks that the layers fit together. */
    private long[] outputs(NetworkConfiguration configuration) {
        long[] one = new long[example.length + 1];
        one[0] = 1;
        System.arraycopy(example, 0, one, 1, example.length);
        try (INDArray zeros = Nd4j.zeros(DataType.FLOAT, one)) {
            return configuration
                    .network()
                    .output(zeros, Optional.empty(), false)
                    .shape();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the network does not accept examples of %s: %s"
                            .formatted(sizes(example), SafeConfiguration.firstLine(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    private static String sizes(long[] sizes) {
        return sizes.length == 1 && sizes[0] == 1
                ? "1 number"
                : Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining("×"))
                        + (sizes.length == 1 ? " numbers" : "");
    }
}
