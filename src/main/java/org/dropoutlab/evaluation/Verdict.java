package org.dropoutlab.evaluation;

/** The outcome of a comparison. */
public enum Verdict {
    /** The arm's metric is better than its baseline's. */
    BETTER("better"),
    /** The arm's metric is worse than its baseline's. */
    WORSE("worse"),
    /** The arm's metric, which has no desirable direction, is higher than its baseline's. */
    HIGHER("higher"),
    /** The arm's metric, which has no desirable direction, is lower than its baseline's. */
    LOWER("lower"),
    /** The difference is almost certainly too small to matter. */
    PRACTICALLY_SAME("practically the same"),
    /** The data are inconclusive. */
    NO_EVIDENCE("no evidence of a difference"),
    /** There is no test for differences on such splits. */
    NOT_TESTED("no test: periods are not exchangeable");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** The wording in files and reports. */
    public String words() {
        return words;
    }
}
