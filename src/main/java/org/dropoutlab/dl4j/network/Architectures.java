package org.dropoutlab.dl4j.network;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.Vocabulary;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.Presentation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Architectures of {@link NetworkSpec}s. */
public final class Architectures {
    private static final int PIXELS = 28 * 28;
    private static final int DIGITS = 10;
    /** Steps of the sequences that a network is checked with. */
    private static final int STEPS = 3;

    private Architectures() {}

    /**
     * The architecture of {@code spec}.
     *
     * @throws IllegalArgumentException if it is an unusable configuration; the message is one line
     */
    public static Architecture of(NetworkSpec spec) {
        return new Treated(untreated(spec));
    }

    private static Architecture untreated(NetworkSpec spec) {
        if (spec instanceof NetworkSpec.SonarMlp sonar) {
            return untreated(sonar.asTable());
        }
        if (spec instanceof NetworkSpec.Cifar10Cnn cifar) {
            return untreated(cifar.asImages());
        }
        if (spec instanceof NetworkSpec.TableMlp table) {
            return table.outputs() == 1
                    ? forRows(table.inputs(), table.widths(), 1, Activation.SIGMOID, new BinaryCrossEntropy())
                    : forRows(table.inputs(), table.widths(), table.outputs(), Activation.SOFTMAX, new LossMCXENT());
        }
        if (spec instanceof NetworkSpec.TableRegression table) {
            return forRows(table.inputs(), table.widths(), 1, Activation.IDENTITY, new LossMSE());
        }
        if (spec instanceof NetworkSpec.MnistMlp mnist) {
            return forDigits(Presentation.PIXELS, mnist.widths(), DIGITS, Activation.SOFTMAX, new LossMCXENT());
        }
        if (spec instanceof NetworkSpec.MnistAutoencoder mnist) {
            return forDigits(
                    Presentation.PIXELS_TO_THEMSELVES,
                    List.of(mnist.width()),
                    PIXELS,
                    Activation.SIGMOID,
                    new BinaryCrossEntropy());
        }
        if (spec instanceof NetworkSpec.SequenceNetwork sequences) {
            return new SequenceLayers(sequences);
        }
        if (spec instanceof NetworkSpec.ImageCnn images) {
            return new ConvolutionalNetwork(images);
        }
        if (spec instanceof NetworkSpec.LstmClassifier lstm) {
            return new RecurrentNetwork(lstm);
        }
        if (spec instanceof NetworkSpec.Trained trained) {
            return untreated(trained.network());
        }
        if (spec instanceof NetworkSpec.OfCaller own && own instanceof Architecture architecture) {
            return architecture;
        }
        if (spec instanceof NetworkSpec.Recorded) {
            throw new IllegalArgumentException(
                    "the network has classes of the program that ran this comparison: only that program can train it");
        }
        return configured(SafeConfiguration.network(((NetworkSpec.Configured) spec).json()));
    }

    /**
     * The architecture of a user's network.
     *
     * @param own its own copy of the configuration
     * @throws IllegalArgumentException if it is unusable; the message is one line
     */
    static Architecture configured(NetworkConfiguration own) {
        return own instanceof NetworkConfiguration.Graph graph
                ? new ConfiguredGraph(graph.configuration())
                : new ConfiguredNetwork(own);
    }

    /** A network for table rows, with weights initialized as in PyTorch's {@code Linear}, U(±1/√inputs). */
    private static Architecture forRows(
            int inputs, List<Integer> widths, int outputs, Activation activation, ILossFunction loss) {
        return new DenseNetwork(
                Presentation.STANDARDIZED, inputs, widths, WeightInit.UNIFORM, outputs, activation, loss);
    }

    /**
     * A network for digits. The dropout paper gives no initialization; here it is N(0, 2/inputs), for ReLU (He et al.
     * 2015).
     */
    private static Architecture forDigits(
            Presentation presentation, List<Integer> widths, int outputs, Activation activation, ILossFunction loss) {
        return new DenseNetwork(presentation, PIXELS, widths, WeightInit.RELU, outputs, activation, loss);
    }

    /**
     * Checks that a network fits the data, before any training: that it takes the examples, that its outputs can stand for what is to
     * be predicted, and that Deeplearning4j can train it.
     *
     * @throws IllegalArgumentException if it does not fit; the one-line message names the layer and the reason
     */
    public static void check(NetworkSpec spec, Examples examples) {
        if (examples instanceof Sequences sequences) {
            SequenceFit.of(sequences).require(spec);
            return;
        }
        Architecture network = of(spec);
        if (examples instanceof Table table) {
            Vocabulary.of(network.plain()).ifPresent(vocabulary -> requireIndices(vocabulary, table));
        }
        DataFit fit = new DataFit(network, shape(examples));
        if (examples.isRegression()) {
            fit.requireNumber(isStandardized(examples));
        } else {
            fit.requireClasses(examples.classes().size());
        }
    }

    /** What in a network could mislead on these examples, one sentence each. */
    public static List<String> notes(NetworkSpec spec, Examples examples) {
        return examples instanceof Sequences sequences
                ? SequenceFit.of(sequences).notes(spec)
                : List.of();
    }

    private static void requireIndices(Vocabulary vocabulary, Table table) {
        int inputs = table.features().inputs();
        if (vocabulary.one() && inputs != 1) {
            throw new IllegalArgumentException(
                    "layer 1 (%s) takes one whole number, an index into its vocabulary of %,d, but these examples have %,d inputs: keep one column of indices, or start with a DenseLayer"
                            .formatted(vocabulary.name(), vocabulary.size(), inputs));
        }
        double[] row = new double[inputs];
        for (int example = 0; example < table.size(); example++) {
            table.features().read(example, row);
            for (double index : row) {
                Optional<String> fault = vocabulary.fault(index);
                if (fault.isPresent()) {
                    throw new IllegalArgumentException("example %,d %s".formatted(example + 1, fault.get()));
                }
            }
        }
    }

    private static boolean isStandardized(Examples examples) {
        return examples instanceof Table table
                ? table.form().standardized()
                : examples instanceof Sequences sequences && sequences.standardized();
    }

    private static long[] shape(Examples examples) {
        if (examples instanceof Images images) {
            Images.Shape shape = images.shape();
            return new long[] {shape.channels(), shape.height(), shape.width()};
        }
        if (examples instanceof Sequences sequences) {
            return new long[] {sequences.steps().inputs(), STEPS};
        }
        Table table = (Table) examples;
        return table.form().shape().isEmpty()
                ? new long[] {table.features().inputs()}
                : table.form().shape().stream().mapToLong(Integer::longValue).toArray();
    }
}
