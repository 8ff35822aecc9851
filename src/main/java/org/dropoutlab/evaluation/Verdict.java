package org.dropoutlab.evaluation;

/** What a comparison comes to. */
public enum Verdict {
    /** The arm's metric is better than its baseline's. */
    BETTER("better"),
    /** The arm's metric is worse than its baseline's. */
    WORSE("worse"),
    /** The arm's metric, of which one wants neither more nor less, is higher than its baseline's. */
    HIGHER("higher"),
    /** It is lower. */
    LOWER("lower"),
    /** The data cannot tell the two apart. */
    NO_EVIDENCE("no evidence of a difference");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** As it is written in files and reports. */
    public String words() {
        return words;
    }
}
