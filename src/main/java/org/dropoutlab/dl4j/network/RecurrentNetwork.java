package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.dl4j.recurrent.DirectLstm;
import org.dropoutlab.dl4j.recurrent.LstmTreatments;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.NetworkSpec.LstmClassifier;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * LSTM layers, the last step that a sequence has, and an output layer.
 *
 * <p>Weights start as in PyTorch's {@code LSTM} and {@code Linear}: U(±1/√units) in an LSTM layer, on its inputs too, and
 * U(±1/√inputs) in the output layer. That is {@link WeightInit#UNIFORM}, because Deeplearning4j counts an LSTM's units as
 * its inputs. Biases start at 0, those of the forget gates at the value that the network names (Gers, Schmidhuber &amp; Cummins
 * 2000; Jozefowicz, Zaremba &amp; Sutskever 2015).
 */
record RecurrentNetwork(LstmClassifier spec) implements Architecture {
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
        int last = spec.widths().size() - 1;
        for (int i = 0; i <= last; i++) {
            LSTM lstm = new LSTM.Builder()
                    .nOut(spec.widths().get(i))
                    .forgetGateBiasInit(spec.forgetBias())
                    .build();
            DirectLstm direct = new DirectLstm(lstm, LstmTreatments.NONE);
            layers.other(i == last ? new LastTimeStep(direct) : direct);
        }
        return new NetworkConfiguration.Stack(layers.output(
                spec.outputs() == 1
                        ? new OutputLayer.Builder(new BinaryCrossEntropy())
                                .nOut(1)
                                .activation(Activation.SIGMOID)
                        : new OutputLayer.Builder(new LossMCXENT())
                                .nOut(spec.outputs())
                                .activation(Activation.SOFTMAX)));
    }
}
