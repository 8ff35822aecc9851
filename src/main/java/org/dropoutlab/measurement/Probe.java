package org.dropoutlab.measurement;

import java.util.List;
import java.util.Objects;

/**
 * A measurement inside every trained network of a study, made once after training. Each probe has its own
 * {@link Reading}.
 */
public sealed interface Probe {

    /** The kind of reading that the probe takes. */
    Class<? extends Reading> reading();

    /** Confusion matrix, filters and feature-map correlations of an image network; see {@link Inspection}. */
    record Inside() implements Probe {
        @Override
        public Class<? extends Reading> reading() {
            return Inspection.class;
        }
    }

    /** Features of an autoencoder's hidden units, and their sparsity; see {@link FeatureReading}. */
    record Features() implements Probe {
        @Override
        public Class<? extends Reading> reading() {
            return FeatureReading.class;
        }
    }

    /**
     * Averages of sampled networks, compared with weight scaling; see {@link AveragingReading}.
     *
     * @param networks numbers of networks to average, ascending, each at least 1
     * @param draws draws of each number of networks, at least 2, to show the spread
     * @param examples maximum number of test examples
     */
    record ModelAveraging(List<Integer> networks, int draws, int examples) implements Probe {
        public ModelAveraging {
            networks = ascending(networks);
            require(draws >= 2, "draws must be at least 2, not " + draws);
            require(examples >= 1, "at least one example is needed, not " + examples);
        }

        @Override
        public Class<? extends Reading> reading() {
            return AveragingReading.class;
        }
    }

    /**
     * Exact averages over all networks that dropout can sample, compared with weight scaling and Monte-Carlo averages;
     * for networks with few units under dropout. See {@link EnumerationReading}.
     *
     * @param samples sizes of the Monte-Carlo averages, ascending, each at least 1
     * @param examples maximum number of test examples
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
     * Uncertainty with and without Monte-Carlo passes on the test images, on rotated ones, and on noise; for images
     * with one channel. See {@link UncertaintyReading}.
     *
     * @param passes Monte-Carlo passes, at least 2
     * @param examples maximum number of test examples
     * @param angles rotations of the images, in degrees
     */
    record Uncertainty(int passes, int examples, List<Integer> angles) implements Probe {
        public Uncertainty {
            angles = List.copyOf(angles);
            require(passes >= 2, "passes must be at least 2, not " + passes);
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
        require(ascending, "numbers of networks must be ascending and at least 1, not " + counts);
        return List.copyOf(counts);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
