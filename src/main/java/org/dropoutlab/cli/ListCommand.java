package org.dropoutlab.cli;

import java.io.PrintWriter;
import java.util.List;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataSource;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.CataloguedStudy;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.study.demonstration.Demonstrations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab list}. */
@Command(
        name = "list",
        description = "List studies with their arms, demonstrations, and data sets with their sources.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
    @Mixin
    private DataOptions data;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        DataLibrary library = data.library();
        out.println("Studies");
        for (CataloguedStudy catalogued : Catalogue.studies()) {
            Study study = catalogued.at(Scale.DEFAULT);
            out.printf("  %s: %s%n", study.name(), study.question());
            List<String> datasets = catalogued.datasets();
            out.printf("    %s, data set %s%n", sizes(catalogued, study.dataset()), study.dataset());
            for (String other : datasets.subList(1, datasets.size())) {
                out.printf("    --data %s: %s%n", other, sizes(catalogued, other));
            }
            for (Arm arm : study.arms()) {
                out.printf("    %-16s %s%n", arm.name(), arm.describe());
            }
        }
        out.println("Demonstrations (run like a study, but without training)");
        Demonstrations.all().forEach(each -> out.printf("  %s: %s%n", each.name(), each.question()));
        out.println("Data sets");
        for (DataSource source : DataLibrary.sources()) {
            out.printf("  %s: %s%n    %s%n", source.name(), source.description(), library.whereabouts(source));
        }
        out.flush();
    }

    private static String sizes(CataloguedStudy catalogued, String dataset) {
        Study study = catalogued.at(Scale.DEFAULT, dataset);
        return "%s (--full: %s), %d epochs"
                .formatted(
                        study.resampling().describe(),
                        catalogued.at(Scale.FULL, dataset).resampling().describe(),
                        study.training().epochs());
    }
}
