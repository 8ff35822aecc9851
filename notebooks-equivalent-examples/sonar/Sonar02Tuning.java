package sonar;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.ChosenLevels.Choice;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.words.Wording;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.tuning.Levels;
import org.dropoutlab.study.tuning.Parameter;
import org.dropoutlab.study.tuning.Tuning;

/** Choosing the dropout level on the sonar data without fooling oneself. */
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
        // The Keras and the PyTorch tutorial on dropout both promise to show "how to tune the dropout level on your
        // problem", and both stay at 0.2. The obvious way is to try some rates, look at their accuracy in
        // cross-validation, and report that of the best. That number is too high: of several rates that are equally
        // good, the best-looking one has had luck with these test folds.
        //
        // Here the choice is part of the training. In every split a fifth of the training fold is held back, each
        // rate is trained on the rest, the one with the highest accuracy on what was held back is chosen, and that
        // network alone is what the arm `tuned` shows on the test fold. The test fold has had no part in the
        // choice: nested resampling (Varma & Simon 2006).
        //
        // ## What is tried
        //
        // The rate of the Keras tutorial's network with dropout on the hidden layers, from none to 0.8. All nine are
        // trained to their end in every split.
        // %%
        Study sonar = Catalogue.named("sonar").at(notebook.scale());
        Resampling rounds =
                sonar.resampling().withRepeats(Math.max(3, sonar.resampling().repeats()));
        List<Tuning.Axis> rate = List.of(new Tuning.Axis(Parameter.RATE, Levels.of("0,0.1,…,0.8")));
        Study study = new Tuning(rate, OptionalInt.empty(), new Search.Exhaustive())
                .of(sonar.withResampling(rounds), Optional.of(ARM));
        study.arms().forEach(arm -> notebook.print("%-12s %s".formatted(arm.name(), arm.describe())));
        // %% [markdown]
        // On the command line that is `./lab tune sonar --arm hidden-fast --param rate --values 0,0.1,…,0.8
        // --repeats 3`. `--param` also takes a learning rate, a momentum, a max-norm, a weight decay, a width; several
        // at once if it is repeated.
        //
        // ## Training
        // %%
        Report report = notebook.train(study);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## The curve
        //
        // Accuracy on training, validation and test data over the rate, each the mean over all splits, and below in
        // how many splits each rate was chosen.
        // %%
        notebook.show(report, "tuning-tuned");
        // %% [markdown]
        // What to notice: first the rates at which training accuracy itself falls to the share of the larger class.
        // With
        // this learning rate and that much dropout the network no longer learns, and validation data say so plainly.
        // Then the rates below: how flat the validation curve is beside its intervals, and how the choice is spread
        // over
        // them. Where nothing says which rate is best, a choice is a matter of which examples were held back.
        //
        // ## The honest number
        //
        // The highest of the nine test accuracies is what one would be tempted to report. What somebody gets who tunes
        // in this way is the test accuracy of `tuned`, in which each split has the rate that its own validation data
        // chose.
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
        // Each grey dot is one fold. The interval is that of the corrected resampled t-test, which allows for
        // folds sharing their training data.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // What to notice: the interval of `tuned` against the untuned arm. If it holds 0, the search has not shown
        // itself worth its training, which was several times that of one network. That says something about 208
        // examples, of which 37 or 38 choose: a level would have to matter a good deal to be found with so few.
        //
        // All arms here are trained without what is held back, so that they can be compared: accuracies are not those
        // of [the first page](Sonar01Dropout.md), whose networks see the whole training fold.
        //
        // ## For less training
        //
        // Successive halving (Jamieson & Talwalkar 2016) trains all candidates for a while and only the better part of
        // them for longer. Which part is better is seen on validation data, too.
        // %%
        Study halving = new Tuning(rate, OptionalInt.empty(), new Search.Halving(3))
                .of(sonar.withResampling(rounds), Optional.of(ARM));
        for (Study searching : List.of(study, halving)) {
            Search search = searching.arm(Tuning.TUNED).variation().search().orElseThrow();
            notebook.print("%s, at most %d epochs of training in a split"
                    .formatted(
                            search.rounds(searching.training()).stream()
                                    .map(round -> "after %d epochs %d left".formatted(round.epochs(), round.kept()))
                                    .collect(Collectors.joining(", ")),
                            search.epochs(searching.training())));
        }
        // %% [markdown]
        // On the command line that is `--search halving`. It makes the choice cheaper, not better: what is slow at the
        // start, as training with much dropout is, may be left behind before it shows.
    }
}
