package sonar;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.ChosenLevels.Choice;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.words.Wording;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.tuning.Levels;
import org.dropoutlab.study.tuning.Parameter;
import org.dropoutlab.study.tuning.Tuning;

/** Choosing the dropout level on the sonar data without fooling yourself. */
public final class Sonar02Tuning {
    private static final String ARM = "hidden-fast";

    private Sonar02Tuning() {}

    public static void main(String[] args) {
        Notebook.run(Sonar02Tuning.class, args, Sonar02Tuning::cells);
    }

    private static String mean(Optional<Estimate> estimate) {
        return Wording.percent(estimate.orElseThrow().mean());
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Tuning the dropout level
        //
        // The Keras and PyTorch tutorials on dropout both promise to show "how to tune the dropout level on your
        // problem", and both stay at 0.2. The obvious way is to try several rates, compare their accuracy in
        // cross-validation, and report the best. That number is too high: among equally good rates, the one that
        // looks best got lucky with these test folds.
        //
        // Here the choice is part of training. In each split, a fifth of the training fold is held back as validation
        // data. Each rate is trained on the rest, and the one with the highest validation accuracy is chosen. The arm
        // `tuned` reports only that network's accuracy on the test fold, which played no part in the choice: nested
        // resampling (Varma & Simon 2006).
        //
        // ## The candidates
        //
        // The rate of the Keras tutorial's network with dropout on the hidden layers varies from 0 to 0.8. All nine
        // candidates are trained to the end in every split.
        // %%
        Study sonar = Catalogue.named("sonar").at(notebook.scale());
        Resampling rounds =
                sonar.resampling().withRepeats(Math.max(3, sonar.resampling().repeats()));
        List<Tuning.Axis> rate = List.of(new Tuning.Axis(Parameter.RATE, Levels.of("0,0.1,…,0.8")));
        Study study = new Tuning(rate, OptionalInt.empty(), new Search.Exhaustive())
                .of(sonar.withResampling(rounds), Optional.of(ARM));
        study.arms().forEach(arm -> notebook.print("%-12s %s".formatted(arm.name(), arm.describe())));
        // %% [markdown]
        // On the command line, this is
        // `./lab tune sonar --arm hidden-fast --param rate --values 0,0.1,…,0.8 --repeats 3`. `--param` also takes a
        // learning rate, momentum, max-norm, weight decay or width; repeat it to tune several at once.
        //
        // ## Training
        // %%
        Report report = notebook.train(study);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## The curve
        //
        // Training, validation and test accuracy against the rate, each averaged over all splits. Below: how many
        // splits chose each rate.
        // %%
        notebook.show(report, "tuning-tuned");
        // %% [markdown]
        // What to look for: start with the rates at which even training accuracy falls to the share of the larger
        // class. With this learning rate and that much dropout, the network no longer learns, and the validation data
        // show it clearly. At lower rates, how flat is the validation curve compared with its intervals, and how
        // widely are the choices spread? If no rate is clearly best, the choice depends on which examples happened to
        // be held back.
        //
        // ## The honest number
        //
        // It is tempting to report the highest of the nine test accuracies. But the accuracy you can expect from
        // tuning this way is that of `tuned`, where each split uses the rate chosen on its own validation data.
        // %%
        List<Choice> rates = report.summary().tunings().get(0).candidates();
        Choice best = rates.stream()
                .max(Comparator.comparing(choice -> choice.test().orElseThrow().mean()))
                .orElseThrow();
        notebook.print("highest of %d test accuracies: %s (%s)"
                .formatted(
                        rates.size(), mean(best.test()), best.candidate().arm().name()));
        for (ArmSummary arm : report.summary().arms()) {
            notebook.print("%s: %s".formatted(arm.arm().name(), mean(arm.estimate(Metric.TEST_ACCURACY))));
        }
        // %% [markdown]
        // ## Did tuning help?
        //
        // Each grey dot is one fold. The interval comes from the corrected resampled t-test, which accounts for the
        // folds' shared training data.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // What to look for: the interval of `tuned` against the untuned arm. If it contains 0, the search was not
        // shown to be worth its cost, several times the training of one network. That is a statement about 208
        // examples, of which 37 or 38 are used for validation: with so few, only a level that matters a lot can be
        // found.
        //
        // All arms here are trained without the validation examples, to keep them comparable. Their accuracies
        // therefore differ from those on [the first page](Sonar01Dropout.md), where networks train on the whole
        // training fold.
        //
        // ## A cheaper search
        //
        // Successive halving (Jamieson & Talwalkar 2016) trains all candidates for a while and only the better ones
        // for longer, again judged on validation data.
        // %%
        Study halving = new Tuning(rate, OptionalInt.empty(), new Search.Halving(3))
                .of(sonar.withResampling(rounds), Optional.of(ARM));
        for (Study searching : List.of(study, halving)) {
            Search search = searching.arm(Tuning.TUNED).variation().search().orElseThrow();
            notebook.print("%s, at most %d epochs of training per split"
                    .formatted(
                            search.rounds(searching.training()).stream()
                                    .map(round -> "%d left after %d epochs".formatted(round.kept(), round.epochs()))
                                    .collect(Collectors.joining(", ")),
                            search.epochs(searching.training())));
        }
        // %% [markdown]
        // On the command line, this is `--search halving`. It makes the choice cheaper, not better: candidates that
        // start slowly, as with much dropout, may be eliminated too early.
    }
}
