package org.dropoutlab.probing;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Images;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small classifiers of small images, to be asked. */
final class Subjects {
    static final int CLASSES = 10;
    static final Images.Shape SHAPE = new Images.Shape(1, 4, 4);

    private Subjects() {}

    /**
     * {@code hidden} layers before a softmax over ten classes. Weights and biases are N(0, 1/4), so that logits differ by
     * about 1 from class to class and units are neither silent for all images nor active for all.
     */
    static MultiLayerNetwork classifier(Layer... hidden) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .list()
                .setInputType(InputType.feedForward(SHAPE.size()));
        for (Layer layer : hidden) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        SplittableRandom random = new SplittableRandom(7);
        float[] parameters = new float[Math.toIntExact(network.numParams())];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextGaussian() / 2;
        }
        network.params().assign(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
        return network;
    }

    static Layer dense(int units) {
        return new DenseLayer.Builder().nOut(units).build();
    }

    /** Drops half of the units in front of it. */
    static Layer dropout() {
        return new DropoutLayer(0.5);
    }

    /** The network with {@code examples} images of uniform noise, or with fewer if fewer are asked for, classes in turn. */
    static Subject subject(MultiLayerNetwork network, int examples, long seed) {
        return subject(network, SHAPE, examples, chosen -> features(chosen.length, SHAPE.size()), seed);
    }

    /** The network with inputs of its own for {@code examples} images, classes in turn. */
    static Subject subject(
            MultiLayerNetwork network,
            Images.Shape shape,
            int examples,
            Function<int[], INDArray> features,
            long seed) {
        int[] labels = inputs(examples).labels();
        List<String> classes =
                IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList();
        Images images = new Images(new byte[examples][shape.size()], labels, classes, shape, examples);
        return new Subject(network, images, IntStream.range(0, examples).toArray(), features, seed);
    }

    static Subject.Inputs inputs(int examples) {
        int[] labels = new int[examples];
        Arrays.setAll(labels, i -> i % CLASSES);
        return new Subject.Inputs(features(examples, SHAPE.size()), labels);
    }

    /** Uniform between 0 and 1, [example, pixel]. */
    static INDArray features(int examples, int pixels) {
        SplittableRandom random = new SplittableRandom(11);
        float[][] features = new float[examples][pixels];
        for (float[] image : features) {
            for (int i = 0; i < pixels; i++) {
                image[i] = (float) random.nextDouble();
            }
        }
        return Nd4j.createFromArray(features);
    }
}
