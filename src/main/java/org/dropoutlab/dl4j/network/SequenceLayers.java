package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.dl4j.recurrent.DirectLstm;
import org.dropoutlab.dl4j.recurrent.LstmTreatments;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.NetworkSpec.SequenceNetwork;
import org.dropoutlab.network.NetworkSpec.SequenceNetwork.Hidden;
import org.dropoutlab.network.NetworkSpec.SequenceNetwork.Kind;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Recurrent and dense layers for sequences. Weights and biases start as those of {@link RecurrentNetwork}. */
record SequenceLayers(SequenceNetwork spec) implements Architecture {
    private static final double FORGET_BIAS = 1;

    @Override
    public Presentation presentation() {
        return Presentation.STANDARDIZED;
    }

    @Override
    public NetworkConfiguration configuration(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.TANH)
                .updater(Updaters.of(optimizer));
        RegularizedLayers layers = new RegularizedLayers(global, InputType.recurrent(spec.inputs()), regularizers);
        List<Hidden> hidden = spec.hidden();
        for (int i = 0; i < hidden.size(); i++) {
            Hidden layer = hidden.get(i);
            if (layer.kind() == Kind.DENSE) {
                layers.hidden(new DenseLayer.Builder().nOut(layer.units()).activation(Activation.RELU));
            } else {
                boolean last = i == hidden.size() - 1 || hidden.get(i + 1).kind() == Kind.DENSE;
                Layer recurrent = recurrent(layer);
                layers.other(last && !spec.answers().eachStep() ? new LastTimeStep(recurrent) : recurrent);
            }
        }
        return layers.finish(List.of(output()));
    }

    private static Layer recurrent(Hidden layer) {
        return layer.kind() == Kind.SIMPLE
                ? new SimpleRnn.Builder().nOut(layer.units()).build()
                : new DirectLstm(
                        new LSTM.Builder()
                                .nOut(layer.units())
                                .forgetGateBiasInit(FORGET_BIAS)
                                .build(),
                        LstmTreatments.NONE);
    }

    private BaseOutputLayer output() {
        ILossFunction loss = spec.answers().areNumbers()
                ? new LossMSE()
                : spec.outputs() == 1 ? new BinaryCrossEntropy() : new LossMCXENT();
        Activation activation = spec.answers().areNumbers()
                ? Activation.IDENTITY
                : spec.outputs() == 1 ? Activation.SIGMOID : Activation.SOFTMAX;
        return spec.answers().eachStep()
                ? new RnnOutputLayer.Builder(loss)
                        .nOut(spec.outputs())
                        .activation(activation)
                        .build()
                : new OutputLayer.Builder(loss)
                        .nOut(spec.outputs())
                        .activation(activation)
                        .build();
    }
}
