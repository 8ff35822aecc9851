package org.dropoutlab.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** A network whose layers follow each other. */
final class StackedLayers implements LayerChain {
    private final ListBuilder list;
    private int added;
    private boolean maps;
    private boolean dense;

    StackedLayers(ListBuilder list) {
        // By default, Deeplearning4j replaces a number of inputs that does not fit: another network than the user's.
        this.list = list.overrideNinUponBuild(false);
    }

    @Override
    public void add(Layer layer, Optional<InputPreProcessor> preprocessor) {
        preprocessor.ifPresent(before -> list.inputPreProcessor(added, before));
        list.layer(layer);
        added++;
        maps |= OwnStack.isConvolution(layer);
        dense |= maps && layer instanceof DenseLayer;
    }

    @Override
    public Object end() {
        return added;
    }

    @Override
    public boolean areFlattenedMaps() {
        return maps && !dense;
    }

    @Override
    public NetworkConfiguration build() {
        MultiLayerConfiguration network = list.build();
        if (beginsWithTwoNoises(network)) {
            // At inference a DropoutLayer passes its input array through. After a second one, M2.1's output() finds the
            // network's input where it expects an array of its workspace, and fails.
            network.setInferenceWorkspaceMode(WorkspaceMode.NONE);
        }
        return new NetworkConfiguration.Stack(network);
    }

    private static boolean beginsWithTwoNoises(MultiLayerConfiguration network) {
        return network.getConfs().size() > 1
                && network.getConf(0).getLayer() instanceof DropoutLayer
                && network.getConf(1).getLayer() instanceof DropoutLayer;
    }
}
