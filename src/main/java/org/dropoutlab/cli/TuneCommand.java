package org.dropoutlab.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.tuning.Levels;
import org.dropoutlab.study.tuning.Parameter;
import org.dropoutlab.study.tuning.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab tune}. */
@Command(
        name = "tune",
        description =
                "Tune one arm of a study: each split chooses its own values on validation data, and the chosen model is"
                        + " tested once on that split's test data and compared with the study's original arm.",
        footer = {
            "",
            "Parameters: rate, learning-rate, momentum, max-norm, weight-decay, l2, l1, label-smoothing, width (a factor).",
            "To tune several at once, repeat --param and --values:",
            "  ./lab tune sonar --param rate --values 0,0.1,…,0.8",
            "  ./lab tune sonar --arm hidden-fast --param rate --values 0..0.8 \\",
            "      --param learning-rate --values 0.001..1 --search halving --budget 27"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TuneCommand implements Runnable {
    @Parameters(paramLabel = "STUDY", description = "Study to tune; see ./lab list.")
    private String studyName;

    @Option(names = "--arm", paramLabel = "ARM", description = "Arm to tune (default: the first tunable arm).")
    private String arm;

    @Option(names = "--param", paramLabel = "NAME", description = "Parameter to tune; the list is below.")
    private List<String> parameters;

    @Option(
            names = "--values",
            paramLabel = "VALUES",
            description = "Values to try, as in 0,0.1,…,0.8; or a range to sample from, as in 0..0.8.")
    private List<String> values;

    @Option(
            names = "--search",
            paramLabel = "SEARCH",
            description =
                    "grid: all combinations; random: a random sample of --budget candidates; halving: successive halving,"
                            + " which stops unpromising candidates early (default: grid, or random with --budget).")
    private Kind search;

    @Option(names = "--budget", paramLabel = "N", description = "Number of random candidates to train in each split.")
    private Integer budget;

    @Option(
            names = "--keep-one-of",
            paramLabel = "N",
            description =
                    "With halving: keep one in N candidates and train it for N times as many epochs (default: ${DEFAULT-VALUE}).")
    private int keepOneOf = 3;

    @Mixin
    private StudyOptions options;

    @Mixin
    private DataOptions data;

    @Mixin
    private RunOptions running;

    @Spec
    private CommandSpec spec;

    /** Search strategies. */
    enum Kind {
        GRID,
        RANDOM,
        HALVING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void run() {
        running.check();
        Optional<RunDirectory> resumed = running.resumed();
        Study study = running.withRegion(
                parameters == null && resumed.isPresent()
                        ? recorded(resumed.get())
                        : tuning().of(
                                        options.adjusted(options.published(Catalogue.named(studyName))),
                                        Optional.ofNullable(arm)));
        resumed.ifPresent(directory -> StudyRun.requireSame(directory, study));
        running.checkPlace();
        Backend.startEarly();
        running.run(
                running.prepare(study, data.load(study.dataset(), options.data().mode(), spec)));
    }

    private Study recorded(RunDirectory directory) {
        Study recorded = directory.manifest().study();
        if (!recorded.name().equals("tune-" + studyName)) {
            throw new InputException("%s is a run of %s, not a tuning run of %s"
                    .formatted(directory.path(), recorded.name(), studyName));
        }
        return options.adjusted(recorded);
    }

    private Tuning tuning() {
        int named = parameters == null ? 0 : parameters.size();
        if (named == 0 || named != (values == null ? 0 : values.size())) {
            throw new InputException("each --param needs one --values, as in: --param rate --values 0,0.1,…,0.8");
        }
        List<Tuning.Axis> axes = new ArrayList<>();
        Iterator<String> levels = values.iterator();
        for (String name : parameters) {
            axes.add(new Tuning.Axis(Parameter.named(name), Levels.of(levels.next())));
        }
        return new Tuning(axes, candidates(), strategy());
    }

    private OptionalInt candidates() {
        if (search == Kind.RANDOM && budget == null) {
            throw new InputException("--search random needs the number of candidates: --budget N");
        }
        if (search == Kind.GRID && budget != null) {
            throw new InputException(
                    "--search grid tries all combinations: leave out --budget, or choose --search random");
        }
        return budget == null ? OptionalInt.empty() : OptionalInt.of(budget);
    }

    private Search.Strategy strategy() {
        if (search != Kind.HALVING) {
            return new Search.Exhaustive();
        }
        try {
            return new Search.Halving(keepOneOf);
        } catch (IllegalArgumentException e) {
            throw new InputException("--keep-one-of: " + e.getMessage(), e);
        }
    }
}
