package org.dropoutlab.training;

import java.util.Arrays;
import java.util.List;
import org.dropoutlab.batches.PaddedSequences;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.dl4j.Network;
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
    /** Outputs of more examples need not be in memory together. */
    private static final int SCORED_AT_ONCE = 1 << 16;

    Committee {
        members = List.copyOf(members);
    }

    /** A committee of one. */
    static Committee of(Learner only) {
        return new Committee(List.of(only));
    }

    /** The networks in their current state. */
    List<Network> networks() {
        return members.stream().map(Learner::network).toList();
    }

    /** The committee's scores on some {@code examples} of {@code rows}, with all noise off. */
    Scores score(Rows rows, int[] examples) {
        Scores scores = Scores.of(examples.length);
        int atOnce = members.get(0).atOnce(rows);
        int part = Math.max(1, SCORED_AT_ONCE / atOnce) * atOnce;
        for (int from = 0; from < examples.length; from += part) {
            int[] some = Arrays.copyOfRange(examples, from, Math.min(from + part, examples.length));
            scores.put(from, predict(rows, some), (place, label) -> rows.writeLabel(some[place], label));
        }
        return scores;
    }

    /** The committee's outputs and losses for some {@code examples} of {@code rows}, with all noise off. */
    Outputs predict(Rows rows, int[] examples) {
        return of(members.stream().map(member -> member.predict(rows, examples)).toList());
    }

    /** The committee's outputs and losses for some images, with all noise off. */
    Outputs predict(PresentedImages images, int[] examples) {
        return of(
                members.stream().map(member -> member.predict(images, examples)).toList());
    }

    /** The committee's outputs and losses for some {@code examples} of {@code sequences}, with all noise off. */
    Outputs predict(PaddedSequences sequences, int[] examples) {
        return of(members.stream()
                .map(member -> member.predict(sequences, examples))
                .toList());
    }

    /** The mean of class probabilities and its loss, a cross-entropy. */
    private static Outputs of(List<Outputs> each) {
        if (each.size() == 1) {
            return each.get(0);
        }
        double[] losses = new double[each.get(0).losses().length];
        Arrays.setAll(
                losses,
                example -> CrossEntropy.ofMean(each.stream()
                        .mapToDouble(outputs -> outputs.losses()[example])
                        .toArray()));
        float[] mean = new float[each.get(0).numbers().length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (Outputs of : each) {
                sum += of.numbers()[i];
            }
            mean[i] = (float) (sum / each.size());
        }
        return new Outputs(losses, mean);
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
