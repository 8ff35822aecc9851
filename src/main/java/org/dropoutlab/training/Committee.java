package org.dropoutlab.training;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;

/**
 * The networks of a trial as one classifier: the mean of their class probabilities. A committee of one answers as its network
 * does, and so does one of networks that are all the same, to the bit.
 *
 * @param members at least one
 */
record Committee(List<Learner> members) {
    Committee {
        members = List.copyOf(members);
    }

    /** Of one. */
    static Committee of(Learner only) {
        return new Committee(List.of(only));
    }

    /** The networks as they are now. */
    List<MultiLayerNetwork> networks() {
        return members.stream().map(Learner::network).toList();
    }

    /** How they do on {@code examples} together, with every noise off. */
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

    /** What they put out together for some rows, with every noise off, [example][output]. */
    float[][] outputs(Rows examples) {
        return mean(members.stream()
                .map(member -> member.answer(examples).outputs())
                .toList());
    }

    /** What they put out together for some images, with every noise off, [example][output]. */
    float[][] predictions(PresentedImages images, int[] examples) {
        return mean(networks().stream()
                .map(network -> images.predictions(network, examples))
                .toList());
    }

    /** Sums are in double precision, where those of up to 100 equal floats are exact. */
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

    /** The cross-entropy of a mean of probabilities, from those of each: −ln(Σ exp(−loss) / M), without underflow. */
    static double ofMean(double... losses) {
        double least = Arrays.stream(losses).min().orElseThrow();
        double sum = 0;
        for (double loss : losses) {
            sum += Math.exp(least - loss);
        }
        return least - Math.log(sum / losses.length);
    }
}
