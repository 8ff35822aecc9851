package org.dropoutlab.study.demonstration;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Recomputes the tensors printed in the lectures. */
final class Operators {
    private final PrintWriter out;
    private final long seed;
    private final SplittableRandom seeds;

    Operators(PrintWriter out, long seed) {
        this.out = out;
        this.seed = seed;
        this.seeds = new SplittableRandom(seed);
    }

    void show() {
        Backend.start();
        out.printf("Random seed: %d (change it with --seed)%n%n", seed);
        dropout();
        spatialDropout();
        dropConnectBesideDropout();
        weightNoiseBesideDropConnect();
        networks();
        out.flush();
    }

    private void dropout() {
        heading("Dropout with rate 0.75 on ones of shape (3, 5)");
        SingleLayer dropout = SingleLayer.of(RegularizedLayers.layer(Dropout.visible(0.75)), InputType.feedForward(5));
        INDArray ones = Nd4j.ones(3, 5);
        INDArray y = dropout.train(ones, seeds.nextLong());
        print("in training, kept entries are 1/(1 − 0.75) = 4:", y);
        // The gradient of a norm |v| is v/|v|; for a fully dropped row, 0 is as good as any.
        INDArray direction = y.divColumnVector(Transforms.max(y.norm2(1), Float.MIN_NORMAL));
        print("gradient of the sum of the row norms, with the same mask and scale:", dropout.backward(direction));
        print("at inference:", dropout.infer(ones));
    }

    private void spatialDropout() {
        heading("Channel dropout with rate 0.5 on ones of shape (2, 3, 2, 4)");
        SingleLayer spatial = SingleLayer.of(
                RegularizedLayers.layer(new SpatialDropout(Place.VISIBLE, new DropProbability(0.5))),
                InputType.convolutional(2, 4, 3));
        print(
                "in training, whole maps of 2×4 are dropped or doubled:",
                spatial.train(Nd4j.ones(2, 3, 2, 4), seeds.nextLong()));
    }

    private void dropConnectBesideDropout() {
        heading("Masks on the weights of 5 inputs (rows) and 3 units (columns)");
        INDArray dropped = SingleLayer.of(RegularizedLayers.layer(Dropout.visible(0.5)), InputType.feedForward(5))
                .train(Nd4j.ones(1, 5), seeds.nextLong());
        print(
                "dropout 0.5 on the inputs drops all weights of an input, or none:",
                dropped.transpose().mmul(Nd4j.ones(1, 3)));
        print("DropConnect 0.5 drops each weight independently:", weightsSeen(dropConnect(5, 3), seeds.nextLong()));
    }

    private void weightNoiseBesideDropConnect() {
        heading("Deeplearning4j's weight noise versus DropConnect: rate 0.5, 1000 inputs of 1, weights of 1");
        out.printf("%-42s %14s %14s%n", "", "weight noise", "DropConnect");
        List<SingleLayer> layers = List.of(weightNoise(1000, 1), dropConnect(1000, 1));
        long passes = seeds.nextLong();
        long onePass = seeds.nextLong();
        row("output at inference", layers, layer -> layer.infer(Nd4j.ones(1, 1000))
                .getDouble(0));
        row("output in training, mean of 1000 passes", layers, layer -> {
            Nd4j.getRandom().setSeed(passes);
            double sum = 0;
            for (int pass = 0; pass < 1000; pass++) {
                sum += layer.train(Nd4j.ones(1, 1000)).getDouble(0);
            }
            return sum / 1000;
        });
        row("active weights in one pass", layers, layer -> {
            INDArray seen = weightsSeen(layer, onePass);
            return seen.neq(0).castTo(seen.dataType()).sumNumber().doubleValue();
        });
        row("weights with a nonzero gradient", layers, layer -> {
            layer.train(Nd4j.ones(1, 1000), onePass);
            layer.backward(Nd4j.ones(1, 1));
            INDArray gradient = layer.gradient("W");
            return gradient.neq(0).castTo(gradient.dataType()).sumNumber().doubleValue();
        });
        out.println();
    }

    private void networks() {
        heading("Networks");
        MultiLayerNetwork lecture = network(0.5, 10, 100, 50, 2);
        MultiLayerNetwork introduction = network(0.3, 10, 50, 1);
        describe("10–100–50–2 with dropout 0.5 twice", lecture);
        describe("10–50–1 with dropout 0.3", introduction);
        Nd4j.getRandom().setSeed(seeds.nextLong());
        INDArray x = Nd4j.randn(1, 10);
        out.println();
        out.println("The training flag switches dropout on and off: the same input three times through 10–50–1");
        for (boolean training : new boolean[] {true, false}) {
            out.printf(
                    "  training %-5s  %.4f  %.4f  %.4f%n",
                    training,
                    introduction.output(x, training).getDouble(0),
                    introduction.output(x, training).getDouble(0),
                    introduction.output(x, training).getDouble(0));
        }
        out.println();
    }

    /** Layer by layer. */
    private void describe(String name, MultiLayerNetwork network) {
        String parts = Arrays.stream(network.getLayers())
                .filter(layer -> layer.numParams() > 0)
                .map(layer -> "%,d".formatted(layer.numParams()))
                .collect(Collectors.joining(" + "));
        out.printf("%-36s %,6d parameters = %s; dropout adds none%n", name, network.numParams(), parts);
    }

    private static MultiLayerNetwork network(double rate, int... widths) {
        NeuralNetConfiguration.Builder global =
                new NeuralNetConfiguration.Builder().seed(1).activation(Activation.RELU);
        RegularizedLayers layers =
                new RegularizedLayers(global, InputType.feedForward(widths[0]), List.of(Dropout.hidden(rate)));
        for (int i = 1; i < widths.length - 1; i++) {
            layers.hidden(new DenseLayer.Builder().nOut(widths[i]));
        }
        MultiLayerNetwork network = new MultiLayerNetwork(layers.output(new OutputLayer.Builder(LossFunction.MSE)
                .nOut(widths[widths.length - 1])
                .activation(Activation.IDENTITY)));
        network.init();
        return network;
    }

    /** A layer of weights 1 with DropConnect and a mask shared by all examples. */
    private static SingleLayer dropConnect(int inputs, int units) {
        DenseLayer plain = new DenseLayer.Builder().nOut(units).build();
        return ones(new DropConnectDense(plain, WeightMasks.of(0.5).withScope(MaskScope.PER_MINI_BATCH)), inputs);
    }

    /** A layer of weights 1 with Deeplearning4j's own DropConnect. */
    private static SingleLayer weightNoise(int inputs, int units) {
        return ones(
                new DenseLayer.Builder()
                        .nOut(units)
                        .weightNoise(new DropConnect(new DropProbability(0.5).retain()))
                        .build(),
                inputs);
    }

    private static SingleLayer ones(DenseLayer configuration, int inputs) {
        SingleLayer layer = SingleLayer.of(configuration, InputType.feedForward(inputs));
        layer.parameter("W").assign(1);
        return layer;
    }

    /** The weights of one pass, [input, unit]: each of the one-hot inputs reads a row of them. */
    private static INDArray weightsSeen(SingleLayer layer, long seed) {
        return layer.train(Nd4j.eye(layer.parameter("W").size(0)), seed);
    }

    private void row(String name, List<SingleLayer> layers, ToDoubleFunction<SingleLayer> value) {
        out.printf("%-42s", name);
        layers.forEach(layer -> out.printf(" %14.1f", value.applyAsDouble(layer)));
        out.println();
    }

    private void heading(String text) {
        out.println(text);
        out.println("-".repeat(text.length()));
    }

    private void print(String words, INDArray array) {
        out.println(words);
        out.println(array);
        out.println();
    }
}
