package org.dropoutlab.experiment;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.dropoutlab.measurement.Metric;

/**
 * A source's prediction about a treatment, to be checked against the measurement.
 *
 * @param statement the prediction, as a sentence
 * @param source citation
 * @param arm name of the arm
 * @param baseline name of the arm that it is compared with; empty for a claim about {@code arm} alone
 * @param metric metric of the effect
 * @param sign predicted sign of the difference from the baseline or, without a baseline, of the arm's own value
 * @param margin for {@link Sign#NEGLIGIBLE} and {@link Sign#NOT_MORE}, the largest difference that counts as none;
 *     otherwise 0
 * @param than a second contrast, if the claim is that the first one's difference is larger or smaller
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
            throw new IllegalArgumentException("claims of no difference need a margin, and other claims have none");
        }
        if (than.isPresent() && (baseline.isEmpty() || sign.hasMargin())) {
            throw new IllegalArgumentException("a claim about two contrasts needs a baseline and no margin");
        }
    }

    /** A claim that {@code metric} is larger or smaller than the baseline's or, without a baseline, than 0. */
    public Claim(String statement, String source, String arm, Optional<String> baseline, Metric metric, Sign sign) {
        this(statement, source, arm, baseline, metric, sign, 0, Optional.empty());
    }

    /** A claim of no difference larger than {@code margin} from the baseline or, without a baseline, from 0. */
    public static Claim ofNone(
            String statement, String source, String arm, Optional<String> baseline, Metric metric, double margin) {
        return new Claim(statement, source, arm, baseline, metric, Sign.NEGLIGIBLE, margin, Optional.empty());
    }

    /** A claim that one contrast's difference is larger or smaller than another's. */
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

    /** All contrasts of the claim. */
    List<Contrast> contrasts() {
        return Stream.concat(baseline.map(b -> Contrast.of(arm, b)).stream(), than.stream())
                .toList();
    }

    /** The predicted range: above 0, below 0, or close to 0. */
    public enum Sign {
        /** Greater than 0. */
        POSITIVE,
        /** Less than 0. */
        NEGATIVE,
        /** Not greater than the margin. */
        NOT_MORE,
        /** No further from 0 than the margin. */
        NEGLIGIBLE;

        /** Whether claims with this sign have a margin. */
        public boolean hasMargin() {
            return this == NOT_MORE || this == NEGLIGIBLE;
        }
    }
}
