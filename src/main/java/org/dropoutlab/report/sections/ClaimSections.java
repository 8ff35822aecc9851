package org.dropoutlab.report.sections;

import java.util.List;
import org.dropoutlab.report.words.ClaimWords;

/** The sources' claims next to the measurements. */
final class ClaimSections {
    private ClaimSections() {}

    static List<Section> of(RunResults run) {
        List<List<String>> rows = new ClaimWords(run.summary(), run.trials())
                .answered().stream()
                        .map(claim ->
                                List.of(claim.statement() + "\n" + claim.source(), claim.measured(), claim.answer()))
                        .toList();
        return rows.isEmpty()
                ? List.of()
                : List.of(new Section(
                        "Claims vs. measurements",
                        new Part.Table("claim | measured | answer", 3, rows),
                        new Part.Note(
                                "A claim about two arms is answered by their paired difference after Holm's adjustment; a"
                                        + " claim about a single arm, or about a difference of differences, by whether its"
                                        + " 95% interval contains 0; a claim that a difference is negligible by whether the"
                                        + " whole interval lies within the margin. The best epoch is the one with the lowest"
                                        + " validation loss.")));
    }
}
