package org.dropoutlab.measurement;

import java.util.List;
import java.util.Optional;

/**
 * A network's uncertainty: from one pass with all units and scaled weights (once), and from the spread of Monte-Carlo
 * passes (Gal &amp; Ghahramani 2016).
 *
 * @param examples number of test images
 * @param passes number of Monte-Carlo passes
 * @param once calibration of a single pass with scaled weights
 * @param averaged calibration of the mean of the passes
 * @param inputs kinds of inputs, from the unchanged test images to noise
 */
public record UncertaintyReading(int examples, int passes, Reliability once, Reliability averaged, List<Inputs> inputs)
        implements Reading {
    /** Name of the unchanged test images. */
    public static final String AS_THEY_ARE = "test images";

    /** Name of the test images with their pixels in random order. */
    public static final String SHUFFLED = "shuffled pixels";

    /** Name of uniform noise. */
    public static final String NOISE = "uniform noise";

    public UncertaintyReading {
        inputs = List.copyOf(inputs);
    }

    /**
     * Calibration of the network's confidence.
     *
     * @param score accuracy and cross-entropy
     * @param expectedError expected calibration error, a fraction: mean distance of confidence from accuracy
     * @param brier Brier score
     * @param bins non-empty bins, by ascending confidence
     */
    public record Reliability(Score score, double expectedError, double brier, List<Bin> bins) {
        public Reliability {
            bins = List.copyOf(bins);
        }
    }

    /**
     * Examples of similar confidence.
     *
     * @param count number of examples
     * @param confidence mean probability of the predicted class
     * @param accuracy fraction classified correctly
     */
    public record Bin(int count, double confidence, double accuracy) {}

    /**
     * Means over one kind of inputs.
     *
     * @param name name of the kind
     * @param angle rotation of the test images, in degrees; empty for other inputs
     * @param accuracy fraction classified correctly by the mean of the passes; empty for inputs without a true class
     * @param onceEntropy entropy of a single pass with scaled weights, in nats
     * @param entropy predictive entropy of the mean of the passes, in nats
     * @param information mutual information between class and network, in nats
     * @param sd standard deviation over passes of the probability of the predicted class
     * @param detection how well predictive entropy separates these inputs from the unchanged test images: the
     *     probability that one of these has more of it (area under the ROC curve)
     * @param onceDetection area under the ROC curve for the entropy of a single pass
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
                .orElseThrow(() -> new IllegalArgumentException("no inputs named " + name));
    }
}
