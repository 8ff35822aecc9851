package org.dropoutlab.training;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;

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
        if (members.size() == 1) {
            return members.get(0).score(examples);
        }
        List<Learner.Answers> answers =
                members.stream().map(member -> member.answer(examples)).toList();
        double[] losses = new double[examples.size()];
        for (int i = 0; i < losses.length; i++) {
            int example = i;
            losses[i] = ofMean(answers.stream()
                    .mapToDouble(answer -> answer.losses()[example])
                    .toArray());
        }
        return Scores.of(
                losses, mean(answers.stream().map(Learner.Answers::outputs).toList()), examples.labels());
    }

    /** The committee's outputs for rows, with all noise off, [example][output]. */
    float[][] outputs(Rows examples) {
        return mean(members.stream()
                .map(member -> member.answer(examples).outputs())
                .toList());
    }

    /** The committee's outputs for images, with all noise off, [example][output]. */
    float[][] predictions(PresentedImages images, int[] examples) {
        return mean(networks().stream()
                .map(network -> images.predictions(network, examples))
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

    /**
     * The cross-entropy of a mean of M probabilities from their cross-entropies: −ln(Σ exp(−loss) / M), without
     * underflow.
     */
    static double ofMean(double... losses) {
        double least = Arrays.stream(losses).min().orElseThrow();
        double sum = 0;
        for (double loss : losses) {
            sum += Math.exp(least - loss);
        }
        return least - Math.log(sum / losses.length);
    }
}
