package org.dropoutlab.regularization;

/** Which examples share a mask of weights. */
public enum MaskScope {
    /**
     * Each example has its own while those of a mini-batch fit into 2²² numbers (16 MB in single precision); beyond that
     * the examples of the mini-batch share one. The limit is fixed, so that the machine does not decide the experiment, and
     * low, because time grows with memory: at 2²⁴ numbers a step takes some 30 times that of the plain layer. A mini-batch
     * that is shorter than the others, at the end of an epoch, may fit where they do not.
     */
    AUTOMATIC("one mask per example up to 2²² numbers"),
    /** Each example has its own, as published; takes examples × weights numbers. */
    PER_EXAMPLE("one mask per example"),
    /** The examples of a mini-batch share one: one sampled network at a time. */
    PER_MINI_BATCH("one mask per mini-batch");

    private static final long MOST_MASKED_WEIGHTS = 1 << 22;

    private final String words;

    MaskScope(String words) {
        this.words = words;
    }

    /** As part of a description. */
    String words() {
        return words;
    }

    /** Whether each of {@code examples} gets a mask of its own for {@code weights} weights. */
    public boolean perExample(long examples, long weights) {
        return switch (this) {
            case PER_EXAMPLE -> true;
            case PER_MINI_BATCH -> false;
            case AUTOMATIC -> examples * weights <= MOST_MASKED_WEIGHTS;
        };
    }
}
