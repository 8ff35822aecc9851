package org.dropoutlab.measurement;

import java.util.List;
import java.util.Optional;

/**
 * How sure a network is: with all units and scaled weights (once), and by the spread of Monte-Carlo passes (Gal &amp;
 * Ghahramani 2016).
 *
 * @param examples test images
 * @param passes Monte-Carlo passes
 * @param once calibration of a single pass with scaled weights
 * @param averaged calibration of the mean of the passes
 * @param inputs from the test images as they are to noise
 */
public record UncertaintyReading(int examples, int passes, Reliability once, Reliability averaged, List<Inputs> inputs)
        implements Reading {
    /** Name of the test images as they are. */
    public static final String AS_THEY_ARE = "test images";

    /** Name of the test images with their pixels in random order, the same pixels in other places. */
    public static final String SHUFFLED = "shuffled pixels";

    /** Name of uniform noise. */
    public static final String NOISE = "uniform noise";

    public UncertaintyReading {
        inputs = List.copyOf(inputs);
    }

    /**
     * How far confidence can be believed.
     *
     * @param score accuracy and cross-entropy
     * @param expectedError expected calibration error, a fraction: mean distance of confidence from accuracy
     * @param brier Brier score
     * @param bins by ascending confidence; empty ones are left out
     */
    public record Reliability(Score score, double expectedError, double brier, List<Bin> bins) {
        public Reliability {
            bins = List.copyOf(bins);
        }
    }

    /**
     * Examples of similar confidence.
     *
     * @param count how many
     * @param confidence mean probability of the predicted class
     * @param accuracy fraction classified rightly
     */
    public record Bin(int count, double confidence, double accuracy) {}

    /**
     * What the network says of one kind of inputs; means over them.
     *
     * @param name of the kind
     * @param angle by which test images were turned, in degrees; empty if these are no test images
     * @param accuracy fraction that the mean of the passes classifies rightly; empty where there is no right class
     * @param onceEntropy entropy of a single pass with scaled weights, in nats
     * @param entropy predictive entropy of the mean of the passes, in nats
     * @param information mutual information between class and network, in nats
     * @param sd standard deviation over passes of the probability of the predicted class
     * @param detection how well predictive entropy tells these inputs from the test images as they are: the probability that
     *     one of these has more of it (area under the ROC curve)
     * @param onceDetection the same by the entropy of a single pass
     */
    public record Inputs(
            String name,
            Optional<Double> angle,
            Optional<Double> accuracy,
            double onceEntropy,
            double entropy,
            double information,
            double sd,
            double detection,
            double onceDetection) {}

    /** Name of the test images turned by {@code angle} degrees. */
    public static String turned(int angle) {
        return "turned by %d°".formatted(angle);
    }

    /** The inputs of that name. */
    public Inputs of(String name) {
        return inputs.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no inputs called " + name));
    }
}
