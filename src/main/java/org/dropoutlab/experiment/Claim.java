package org.dropoutlab.experiment;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.dropoutlab.measurement.Metric;

/**
 * What a source says that comes of a treatment, so that it can be held against what was measured.
 *
 * @param statement in the source's sense, as a sentence
 * @param source who says it
 * @param arm name of the arm that it is about
 * @param baseline name of the arm that it is compared with; empty if it is about {@code arm} alone
 * @param metric in which it shows
 * @param sign of the difference from the baseline, or of the arm's own value, if it is true
 * @param margin for {@link Sign#NEGLIGIBLE} and {@link Sign#NOT_MORE}, the largest difference that counts as none; else 0
 * @param than another contrast, if the claim is that this one's difference is larger or smaller than that one's
 */
public record Claim(
        String statement,
        String source,
        String arm,
        Optional<String> baseline,
        Metric metric,
        Sign sign,
        double margin,
        Optional<Contrast> than) {
    public Claim {
        Objects.requireNonNull(statement);
        Objects.requireNonNull(source);
        Objects.requireNonNull(arm);
        Objects.requireNonNull(baseline);
        Objects.requireNonNull(metric);
        Objects.requireNonNull(sign);
        Objects.requireNonNull(than);
        if (sign.hasMargin() ? !(margin > 0) : margin != 0) {
            throw new IllegalArgumentException("a margin goes with a claim of no difference, and only with one");
        }
        if (than.isPresent() && (baseline.isEmpty() || sign.hasMargin())) {
            throw new IllegalArgumentException("only differences are larger or smaller than others");
        }
    }

    /** That {@code metric} is larger or smaller than that of a baseline or, without one, than 0. */
    public Claim(String statement, String source, String arm, Optional<String> baseline, Metric metric, Sign sign) {
        this(statement, source, arm, baseline, metric, sign, 0, Optional.empty());
    }

    /** That there is no difference from the baseline, or from 0, worth speaking of: none larger than {@code margin}. */
    public static Claim ofNone(
            String statement, String source, String arm, Optional<String> baseline, Metric metric, double margin) {
        return new Claim(statement, source, arm, baseline, metric, Sign.NEGLIGIBLE, margin, Optional.empty());
    }

    /** That the difference of one contrast is larger or smaller than that of another one. */
    public static Claim ofTwo(
            String statement, String source, Contrast contrast, Metric metric, Sign sign, Contrast than) {
        return new Claim(
                statement,
                source,
                contrast.arm(),
                Optional.of(contrast.baseline()),
                metric,
                sign,
                0,
                Optional.of(than));
    }

    /** Every contrast that it is about. */
    List<Contrast> contrasts() {
        return Stream.concat(baseline.map(b -> Contrast.of(arm, b)).stream(), than.stream())
                .toList();
    }

    /** Above 0, below it, or next to it. */
    public enum Sign {
        /** Greater than 0. */
        POSITIVE,
        /** Less than 0. */
        NEGATIVE,
        /** Not greater than the margin. */
        NOT_MORE,
        /** No further from 0 than the margin. */
        NEGLIGIBLE;

        /** Whether there is a largest difference that counts as none. */
        public boolean hasMargin() {
            return this == NOT_MORE || this == NEGLIGIBLE;
        }
    }
}
