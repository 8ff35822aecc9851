package org.dropoutlab.dl4j.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Graphs as users have them, for tests. */
public final class Graphs {
    private Graphs() {}

    /** Adam with a schedule and gradients that are clipped. */
    public static NeuralNetConfiguration.Builder global() {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.RELU)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.5)
                .updater(new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.01, 0.9)));
    }

    /** A residual block of convolutions with batch normalization, on images of 8×8 pixels, for three classes. */
    public static ComputationGraphConfiguration residualImages() {
        return global().convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(8, 8, 1))
                .addLayer("stem", convolution(), "in")
                .addLayer("conv1", convolution(), "stem")
                .addLayer(
                        "bn1", new BatchNormalization.Builder().useLogStd(false).build(), "conv1")
                .addLayer("relu1", new ActivationLayer(Activation.RELU), "bn1")
                .addLayer("conv2", convolution(), "relu1")
                .addLayer(
                        "bn2", new BatchNormalization.Builder().useLogStd(false).build(), "conv2")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "bn2", "stem")
                .addLayer("relu2", new ActivationLayer(Activation.RELU), "sum")
                .addLayer("dense", new DenseLayer.Builder().nOut(6).build(), "relu2")
                .addLayer("out", output(3), "dense")
                .setOutputs("out")
                .build();
    }

    private static ConvolutionLayer convolution() {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(4)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** A residual block of dense layers and two branches that are merged, on rows of six features, for two classes. */
    public static ComputationGraphConfiguration residualRows() {
        return residualRows(6, global());
    }

    /** The same for rows of other lengths and with other settings. */
    public static ComputationGraphConfiguration residualRows(int features, NeuralNetConfiguration.Builder global) {
        return global.graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(features))
                .addLayer("first", new DenseLayer.Builder().nOut(8).build(), "in")
                .addLayer("second", new DenseLayer.Builder().nOut(8).build(), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("left", new DenseLayer.Builder().nOut(4).build(), "sum")
                .addLayer("right", new DenseLayer.Builder().nOut(5).build(), "in")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("out", output(2), "both")
                .setOutputs("out")
                .build();
    }

    private static OutputLayer output(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** A stack of convolutions, dense layers and an output layer on images of 8×8 pixels. */
    public static MultiLayerConfiguration imageStack() {
        return global().list()
                .layer(convolution())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(convolution())
                .layer(new DenseLayer.Builder().nOut(6).build())
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(output(3))
                .setInputType(InputType.convolutional(8, 8, 1))
                .build();
    }

    /** A stack of dense layers on rows of six features. */
    public static MultiLayerConfiguration rowStack() {
        return global().list()
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(output(2))
                .setInputType(InputType.feedForward(6))
                .build();
    }

    /** The same network as a graph, as Deeplearning4j turns one into the other. */
    public static ComputationGraphConfiguration asGraph(MultiLayerConfiguration stack) {
        MultiLayerNetwork network = new MultiLayerNetwork(stack.clone());
        network.init();
        return network.toComputationGraph().getConfiguration();
    }
}
