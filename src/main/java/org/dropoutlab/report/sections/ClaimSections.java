package org.dropoutlab.report.sections;

import java.util.List;
import org.dropoutlab.report.words.ClaimWords;

/** What the study's sources claim, each with what was measured. */
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
                        "What was claimed, and what was measured",
                        new Part.Table("claim | measured | answer", 3, rows),
                        new Part.Note(
                                "A claim about two arms is answered by their paired difference, after Holm's adjustment;"
                                        + " one about a single arm, or about the difference of two differences, by whether"
                                        + " the 95% interval of its mean holds 0; one that a difference is negligible by"
                                        + " whether the whole interval is. The best epoch is the one with the lowest"
                                        + " validation loss.")));
    }
}
