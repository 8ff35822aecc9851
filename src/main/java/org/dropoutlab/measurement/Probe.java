package org.dropoutlab.measurement;

import java.util.List;
import java.util.Objects;

/**
 * What is asked of every trained network of a study beyond its learning curve, once, when it is trained. Each probe has
 * a {@link Reading} of its own.
 */
public sealed interface Probe {

    /** The kind of reading that answers it. */
    Class<? extends Reading> reading();

    /** How it does on each class, and what its feature maps look like; for images. Answered by {@link Inspection}. */
    record Inside() implements Probe {
        @Override
        public Class<? extends Reading> reading() {
            return Inspection.class;
        }
    }

    /** What the hidden units of an autoencoder look for, and how sparse they are. Answered by {@link FeatureReading}. */
    record Features() implements Probe {
        @Override
        public Class<? extends Reading> reading() {
            return FeatureReading.class;
        }
    }

    /**
     * How the average of some sampled networks does beside weight scaling. Answered by {@link AveragingReading}.
     *
     * @param networks how many are averaged, ascending, each at least 1
     * @param draws times that each number is drawn anew, at least 2, to see the spread
     * @param examples test examples at the most
     */
    record ModelAveraging(List<Integer> networks, int draws, int examples) implements Probe {
        public ModelAveraging {
            networks = ascending(networks);
            require(draws >= 2, "a spread takes at least 2 draws, not " + draws);
            require(examples >= 1, "at least one example is needed, not " + examples);
        }

        @Override
        public Class<? extends Reading> reading() {
            return AveragingReading.class;
        }
    }

    /**
     * The exact averages over all networks that dropout makes, beside weight scaling and Monte-Carlo averages; for networks
     * with few dropped units. Answered by {@link EnumerationReading}.
     *
     * @param samples sizes of the Monte-Carlo averages, ascending, each at least 1
     * @param examples test examples at the most
     */
    record Enumeration(List<Integer> samples, int examples) implements Probe {
        public Enumeration {
            samples = ascending(samples);
            require(examples >= 1, "at least one example is needed, not " + examples);
        }

        @Override
        public Class<? extends Reading> reading() {
            return EnumerationReading.class;
        }
    }

    /**
     * How sure the network is with and without Monte-Carlo passes, on the test images, on rotated ones, and on noise; for
     * images of one channel. Answered by {@link UncertaintyReading}.
     *
     * @param passes Monte-Carlo passes, at least 2
     * @param examples test examples at the most
     * @param angles by which the images are turned, in degrees
     */
    record Uncertainty(int passes, int examples, List<Integer> angles) implements Probe {
        public Uncertainty {
            angles = List.copyOf(angles);
            require(passes >= 2, "a spread takes at least 2 passes, not " + passes);
            require(examples >= 1, "at least one example is needed, not " + examples);
        }

        @Override
        public Class<? extends Reading> reading() {
            return UncertaintyReading.class;
        }
    }

    private static List<Integer> ascending(List<Integer> counts) {
        Objects.requireNonNull(counts);
        boolean ascending = !counts.isEmpty() && counts.get(0) >= 1;
        for (int i = 1; i < counts.size(); i++) {
            ascending &= counts.get(i) > counts.get(i - 1);
        }
        require(ascending, "numbers of networks are ascending and at least 1, not " + counts);
        return List.copyOf(counts);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
