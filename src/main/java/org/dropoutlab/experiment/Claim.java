package org.dropoutlab.experiment;

import java.util.Objects;
import java.util.Optional;

/**
 * What a source says that comes of a treatment, so that it can be held against what was measured.
 *
 * @param statement in the source's sense, as a sentence
 * @param source who says it
 * @param arm name of the arm that it is about
 * @param baseline name of the arm that it is compared with; empty if it is about {@code arm} alone
 * @param metric in which it shows
 * @param sign of the difference from the baseline, or of the arm's own value, if it is true
 */
public record Claim(String statement, String source, String arm, Optional<String> baseline, Metric metric, Sign sign) {
    public Claim {
        Objects.requireNonNull(statement);
        Objects.requireNonNull(source);
        Objects.requireNonNull(arm);
        Objects.requireNonNull(baseline);
        Objects.requireNonNull(metric);
        Objects.requireNonNull(sign);
    }

    /** Above or below 0. */
    public enum Sign {
        /** Greater than 0. */
        POSITIVE,
        /** Less than 0. */
        NEGATIVE
    }
}
