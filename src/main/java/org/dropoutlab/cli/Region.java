package org.dropoutlab.cli;

import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import picocli.CommandLine.Option;

/** How large a difference must be to matter. */
final class Region {
    @Option(
            names = "--rope",
            paramLabel = "R",
            description =
                    "Differences of up to ±R in the metric that judges the arms are too small to matter; arms are called practically"
                            + " the same if that is at least 95%% probable (default: 0.01 for shares, R² and nats, that is, one"
                            + " percentage point of accuracy; 0.001 for studies of MNIST; none for errors in other units).")
    private Double rope;

    /** The study with this region, otherwise with its own. */
    Study applied(Study study) {
        try {
            return rope == null ? study : study.withRope(rope);
        } catch (IllegalArgumentException e) {
            throw new InputException("--rope: " + e.getMessage(), e);
        }
    }
}
