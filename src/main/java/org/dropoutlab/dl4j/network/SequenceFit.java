package org.dropoutlab.dl4j.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.SequenceForm;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The check that a network takes sequences and has the outputs that are to be predicted.
 *
 * @param inputs features of a step
 * @param shortest number of steps
 * @param longest number of steps
 * @param vocabulary if a step is a single category or whole number from 0, one more than the largest
 * @param classes number of classes; 0 to predict numbers
 * @param eachStep whether there is an answer for each step
 */
record SequenceFit(int inputs, int shortest, int longest, OptionalInt vocabulary, int classes, boolean eachStep) {

    /** The check for a data set. */
    static SequenceFit of(Sequences sequences) {
        IntSummaryStatistics lengths = IntStream.of(sequences.lengths()).summaryStatistics();
        return new SequenceFit(
                sequences.steps().inputs(),
                lengths.getMin(),
                lengths.getMax(),
                sequences.vocabulary(),
                sequences.classes().size(),
                sequences.answers().eachStep());
    }

    /**
     * Rejects a network that does not fit.
     *
     * @throws IllegalArgumentException with one line
     */
    void require(NetworkSpec spec) {
        NetworkConfiguration configuration = Architectures.of(spec).plain();
        SequenceForm form = SequenceForms.of(configuration);
        requireInputs(configuration, form);
        if (eachStep && !form.eachStep()) {
            throw new IllegalArgumentException(
                    "the label varies within sequences, but the network has one output for each sequence: end it with an RnnOutputLayer");
        }
        int wanted = classes == 0 ? 1 : classes;
        if (form.outputs() != wanted && !(classes == 2 && form.outputs() == 1)) {
            throw new IllegalArgumentException("the network has %d outputs, but %s"
                    .formatted(
                            form.outputs(),
                            classes == 0 ? "a number is to be predicted" : "there are %d classes".formatted(classes)));
        }
        requireSteps(configuration, form);
    }

    /**
     * A sentence about each kind of layer on which padding acts, which Deeplearning4j's masks do not prevent: predictions or gradients
     * of a sequence then depend on the lengths of the others in its mini-batch.
     */
    List<String> notes(NetworkSpec spec) {
        if (shortest == longest) {
            return List.of();
        }
        List<String> notes = new ArrayList<>();
        for (Layer layer : Architectures.of(spec).plain().layers()) {
            Layer inside = layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer;
            String why = inside instanceof Bidirectional
                    ? "gradients of its backward direction"
                    : inside instanceof BatchNormalization
                            ? "means and variances of mini-batches"
                            : inside instanceof Subsampling1DLayer ? "what is pooled at the end of a sequence" : "";
            if (!why.isEmpty()) {
                notes.add(
                        "layer %s: padding of shorter sequences has an influence on %s in Deeplearning4j; use sequences of one length or mini-batches of one (--batch-size 1) to avoid it"
                                .formatted(inside.getClass().getSimpleName(), why));
            }
        }
        return notes.stream().distinct().toList();
    }

    private void requireInputs(NetworkConfiguration configuration, SequenceForm form) {
        if (!(configuration.layers().get(0) instanceof FeedForwardLayer first) || first.getNIn() < 1) {
            return;
        }
        if (!form.indices()) {
            if (first.getNIn() != inputs) {
                throw new IllegalArgumentException("the network takes %,d inputs a step, but these sequences have %,d"
                        .formatted(first.getNIn(), inputs));
            }
        } else if (vocabulary.isEmpty()) {
            throw new IllegalArgumentException(
                    "the network begins with an embedding, which takes one category or whole number from 0 a step; these steps have %,d inputs"
                            .formatted(inputs));
        } else if (vocabulary.getAsInt() > first.getNIn()) {
            throw new IllegalArgumentException(
                    "the network's embedding has %,d categories (nIn), but these sequences have %,d"
                            .formatted(first.getNIn(), vocabulary.getAsInt()));
        }
    }

    /** Two sequences of zeros, the shortest and the longest: Deeplearning4j itself checks that the layers fit together. */
    private void requireSteps(NetworkConfiguration configuration, SequenceForm form) {
        INDArray features = Nd4j.create(DataType.FLOAT, new long[] {2, form.indices() ? 1 : inputs, longest}, 'f');
        INDArray mask = Nd4j.create(DataType.FLOAT, new long[] {2, longest}, 'c');
        for (int step = 0; step < longest; step++) {
            mask.putScalar(0, step, step < shortest ? 1 : 0);
            mask.putScalar(1, step, 1);
        }
        long[] output;
        try {
            Network network = configuration.network();
            output = network.output(features, shortest == longest ? Optional.empty() : Optional.of(mask), false)
                    .shape();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the network does not accept sequences of %,d to %,d steps of %,d inputs, [example, feature, step]: %s"
                            .formatted(
                                    shortest,
                                    longest,
                                    inputs,
                                    SafeConfiguration.firstLine(String.valueOf(e.getMessage()))),
                    e);
        }
        if (!form.eachStep() && output.length != 2) {
            throw new IllegalArgumentException(
                    "the network has outputs for each step, %s, but does not end with an RnnOutputLayer: end with one, or take the last step (LastTimeStep) or a mean (GlobalPoolingLayer)"
                            .formatted(Arrays.toString(output)));
        }
        if (form.eachStep() && (output.length != 3 || output[2] != longest)) {
            throw new IllegalArgumentException(
                    "the network makes %s of sequences of %,d steps, so its outputs are not those of single steps: take a mean over its steps (GlobalPoolingLayer)"
                            .formatted(Arrays.toString(output), longest));
        }
    }
}
