package recurrent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.progress.ProgressLines;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.CataloguedStudy;

/** Treatments of an LSTM on a problem that is nothing but memory. */
public final class Recurrent02Memory {
    private static final String SYMBOLS = "abcdXYEB";

    private Recurrent02Memory() {}

    public static void main(String[] args) {
        Notebook.run(Recurrent02Memory.class, args, Recurrent02Memory::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout and memory
        //
        // Gal & Ghahramani (2016) report that masks drawn anew at every step on recurrent connections drown what a
        // network remembers, and that one mask for a whole sequence does not. Semeniuta, Severyn & Barth (2016) drop only
        // what is added to the memory. Zaremba, Sutskever & Vinyals (2014) leave recurrent connections alone.
        //
        // On most data a network can do well with little memory, and then the difference does not show. So here is a
        // problem that is nothing but memory.
        //
        // ## The temporal order problem
        //
        // A sequence starts with E and ends with B. In between are random letters from a to d, except for two that are X
        // or Y, one early and one in the middle. Their order is the class: XX, XY, YX or YY (Hochreiter & Schmidhuber
        // 1997, task 6a). It must be known at the end of the sequence, which in the longest variant is 40 to 60 steps
        // after the second symbol.
        // %%
        CataloguedStudy order = Catalogue.named("temporal-order");
        LoadedData shortest = notebook.load("temporal-order-20");
        Sequences sequences = (Sequences) shortest.examples();
        for (int i = 0; i < 4; i++) {
            notebook.print("%s  %s"
                    .formatted(sequences.classes().get(sequences.labels()[i]), symbols(sequences, i)));
        }
        // %% [markdown]
        // ## The arms
        //
        // An LSTM of 32 units whose forget gates start nearly open, or it could not learn to remember at all.
        // `recurrent-dropout` and `variational-state` drop the same share of the same connections; only the time at which
        // masks are drawn differs. `candidate-dropout` drops what is added to the memory. The study has more arms; here are the
        // four that the papers speak of.
        // %%
        List<String> arms = List.of("plain", "recurrent-dropout", "variational-state", "candidate-dropout");
        Study study = order.at(notebook.scale()).withArms(arms);
        for (Arm arm : study.arms()) {
            notebook.print("%-22s%s".formatted(arm.name(), arm.describe()));
        }
        // %% [markdown]
        // ## Sequences of 100 symbols
        // %%
        Report report = notebook.train(study);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // Each grey dot is one seed. Chance is 25%.
        // %%
        notebook.show(report, "test-accuracy");
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // ## Shorter sequences
        //
        // The same with all positions in proportion: the fewer steps a memory has to last, the less a treatment can do to
        // it. Mean test accuracies:
        // %%
        List<Report> all = new ArrayList<>(List.of(report));
        for (String dataset : List.of("temporal-order-50", "temporal-order-20")) {
            Study shorter = order.at(notebook.scale(), dataset).withArms(arms);
            all.add(notebook.prepare(shorter, notebook.load(dataset))
                    .start(
                            RunDirectory.fresh(Path.of(""), dataset + "-example"),
                            (trained, known) -> new ProgressLines(trained, known, System.err)));
        }
        notebook.print(byLength(study, all));
        // %% [markdown]
        // ## Notes
        // %%
        notebook.print(study.notes().stream().map(note -> "- " + note).collect(Collectors.joining("\n")));
    }

    private static String symbols(Sequences sequences, int sequence) {
        StringBuilder symbols = new StringBuilder();
        for (int step : sequences.stepsOf(new int[] {sequence})) {
            double[] input = sequences.steps().row(step);
            for (int i = 0; i < input.length; i++) {
                symbols.append(input[i] == 1 ? SYMBOLS.substring(i, i + 1) : "");
            }
        }
        return symbols.toString();
    }

    private static String byLength(Study study, List<Report> reports) {
        StringBuilder table = new StringBuilder("test accuracy         %8s%8s%8s%n".formatted("100", "50", "20"));
        for (int arm = 0; arm < study.arms().size(); arm++) {
            table.append("%-22s".formatted(study.arms().get(arm).name()));
            for (Report report : reports) {
                ArmSummary summary = report.summary().arms().get(arm);
                table.append(String.format(Locale.ROOT, "%7.1f%%", 100 * summary.estimate(Metric.TEST_ACCURACY).orElseThrow().mean()));
            }
            table.append('\n');
        }
        return table.toString();
    }
}
