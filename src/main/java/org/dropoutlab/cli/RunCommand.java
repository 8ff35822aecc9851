package org.dropoutlab.cli;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.CataloguedStudy;
import org.dropoutlab.study.demonstration.Demonstration;
import org.dropoutlab.study.demonstration.Demonstrations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab run}. */
@Command(
        name = "run",
        description = "Run a study or demonstration, write the report and print its path.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Runnable {

    @Parameters(paramLabel = "STUDY", description = "Study or demonstration to run; see ./lab list.")
    private String studyName;

    @Option(names = "--arms", split = ",", paramLabel = "ARM", description = "Run only these arms.")
    private List<String> arms;

    @Mixin
    private StudyOptions options;

    @Mixin
    private DataOptions data;

    @Mixin
    private RunOptions running;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Optional<Demonstration> demonstration = Demonstrations.named(studyName);
        if (demonstration.isPresent()) {
            show(demonstration.get());
            return;
        }
        running.check();
        CataloguedStudy catalogued = Catalogue.named(studyName);
        Study published = options.published(catalogued);
        Optional<RunDirectory> resumed = running.resumed();
        Study study = running.withRegion(options.adjusted(
                chosen(resumed.map(directory -> recorded(directory, catalogued)).orElse(published))));
        resumed.ifPresent(directory -> StudyRun.requireSame(directory, study));
        running.checkPlace();
        Backend.startEarly();
        running.run(
                running.prepare(study, data.load(study.dataset(), options.data().mode(), spec)));
    }

    private Study chosen(Study study) {
        try {
            return arms == null ? study : study.withArms(arms);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    /** A demonstration trains nothing, so most options are meaningless for it. */
    private void show(Demonstration demonstration) {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!List.of("--seed", "--no-progress").contains(option.longestName())) {
                throw new InputException(
                        "%s is a demonstration without training: the only option it takes is --seed, not %s"
                                .formatted(demonstration.name(), option.longestName()));
            }
        }
        NativeSettings.apply();
        demonstration.display().show(spec.commandLine().getOut(), options.seed());
    }

    /** The study of the run to resume; at the requested scale, if there is one, to see whether it is the same. */
    private Study recorded(RunDirectory directory, CataloguedStudy catalogued) {
        Study recorded = directory.manifest().study();
        if (!recorded.name().equals(studyName)) {
            throw new InputException(
                    "%s is a run of study %s, not %s".formatted(directory.path(), recorded.name(), studyName));
        }
        options.data()
                .dataset()
                .filter(name -> !name.equals(recorded.dataset()))
                .ifPresent(name -> {
                    throw new InputException("%s is a different run: data set %s, not %s"
                            .formatted(directory.path(), recorded.dataset(), name));
                });
        if (!options.hasScale()) {
            return recorded;
        }
        Study published = options.published(catalogued, recorded.dataset());
        return recorded.withResampling(published.resampling()).withTraining(published.training());
    }
}
