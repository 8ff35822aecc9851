package org.dropoutlab.training;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.scoring.CrossEntropy;
import org.dropoutlab.scoring.Outputs;
import org.dropoutlab.scoring.Scores;

/**
 * The networks of a trial as one classifier, with the mean of their class probabilities. The outputs of one network, or
 * of identical ones, are preserved to the bit.
 *
 * @param members at least one
 */
record Committee(List<Learner> members) {
    Committee {
        members = List.copyOf(members);
    }

    /** A committee of one. */
    static Committee of(Learner only) {
        return new Committee(List.of(only));
    }

    /** The networks in their current state. */
    List<MultiLayerNetwork> networks() {
        return members.stream().map(Learner::network).toList();
    }

    /** The committee's scores on {@code examples}, with all noise off. */
    Scores score(Rows examples) {
        return Scores.of(predict(examples), examples.labels());
    }

    /** The committee's outputs and losses for rows, with all noise off. */
    Outputs predict(Rows examples) {
        if (members.size() == 1) {
            return members.get(0).predict(examples);
        }
        List<Outputs> each =
                members.stream().map(member -> member.predict(examples)).toList();
        double[] losses = new double[examples.size()];
        Arrays.setAll(
                losses,
                example -> CrossEntropy.ofMean(each.stream()
                        .mapToDouble(outputs -> outputs.losses()[example])
                        .toArray()));
        return new Outputs(losses, mean(each.stream().map(Outputs::outputs).toList()));
    }

    /** The committee's outputs for images, with all noise off, [example][output]. */
    float[][] predictions(PresentedImages images, int[] examples) {
        return mean(members.stream()
                .map(member -> member.predictions(images, examples))
                .toList());
    }

    /** The mean of outputs, summed in doubles, in which up to 100 equal floats add up exactly. */
    private static float[][] mean(List<float[][]> outputs) {
        float[][] first = outputs.get(0);
        if (outputs.size() == 1) {
            return first;
        }
        float[][] mean = new float[first.length][first[0].length];
        for (int example = 0; example < first.length; example++) {
            for (int output = 0; output < first[0].length; output++) {
                double sum = 0;
                for (float[][] of : outputs) {
                    sum += of[example][output];
                }
                mean[example][output] = (float) (sum / outputs.size());
            }
        }
        return mean;
    }
}
