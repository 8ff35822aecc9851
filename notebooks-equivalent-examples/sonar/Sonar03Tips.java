package sonar;

import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.study.catalogue.Catalogue;
import org.nd4j.linalg.learning.config.IUpdater;

/** The dropout paper's tips on the sonar data, each measured. */
public final class Sonar03Tips {
    private Sonar03Tips() {}

    public static void main(String[] args) {
        Notebook.run(Sonar03Tips.class, args, Sonar03Tips::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # The paper's tips, each measured
        //
        // The Keras and PyTorch tutorials on dropout end with the same advice, taken from the dropout paper's
        // practical guide (Srivastava et al. 2014, appendix A):
        //
        // - drop 20 to 50 % of the units: too low a rate has minimal effect, and with too high a rate the network
        //   learns too little;
        // - use a larger network: n/(1 − rate) units where n would be enough without dropout;
        // - drop visible as well as hidden units;
        // - use 10 to 100 times the learning rate, with decay, and a momentum of 0.9 or 0.99;
        // - constrain the weights to a max-norm of 3 to 5, because such large steps make them grow.
        //
        // Neither tutorial tries them. Here each tip is a pair of arms: a network that follows it, and the same
        // network without it.
        //
        // ## A larger network
        //
        // With half of 2n units dropped, n remain.
        // %%
        NetworkSpec.SonarMlp tutorials = new NetworkSpec.SonarMlp();
        for (NetworkSpec.SonarMlp sonar : List.of(tutorials, tutorials.scaled(2))) {
            MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(sonar)
                    .configure(List.of(Dropout.hidden(0.5)), new Optimizer.Momentum(0.01, 0.8), 1));
            network.init();
            notebook.print("%s: %,d parameters".formatted(sonar.widths(), network.numParams()));
        }
        // %% [markdown]
        // ## A large learning rate with decay
        //
        // Neither the paper nor the tutorials say how the learning rate should decay; here it follows a cosine.
        // %%
        Optimizer fast = new Optimizer.Momentum(0.1, 0.9, new Schedule.Cosine(0), Schedule.constant());
        notebook.print(fast.over(300).describe());
        IUpdater updater = Updaters.of(fast.over(300));
        for (int epoch : List.of(0, 75, 150, 225, 299)) {
            notebook.print(
                    String.format(Locale.ROOT, "after %3d epochs: %.6f", epoch, updater.getLearningRate(0, epoch)));
        }
        // %% [markdown]
        // ## The comparisons
        //
        // Each pair differs in one thing, except for tips that involve several at once.
        // %%
        Study study = Catalogue.named("tips").at(notebook.scale());
        for (Contrast contrast : study.contrasts()) {
            notebook.print("%-10s against %-7s changes: %s"
                    .formatted(
                            contrast.arm(),
                            contrast.baseline(),
                            String.join(", ", study.arm(contrast.arm()).changesFrom(study.arm(contrast.baseline())))));
        }
        // %% [markdown]
        // ## Training the arms
        //
        // A fifth of each training fold is held back as validation data, to determine and compare the best epochs.
        // %%
        Report report = notebook.train("tips");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## The rate
        //
        // The error against the rate, from no dropout to 80 %.
        // %%
        notebook.show(report, "error-by-rate");
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one fold. The interval comes from the corrected resampled t-test, which accounts for the
        // folds' shared training data.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // ## Which tips hold?
        //
        // A tip holds if the promised effect was measured and is larger than chance explains, given the number of
        // comparisons.
        // %%
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to look for: "no evidence either way" says as much about the data as about the tip. With 208 examples,
        // intervals are several points wide, and the tips come from data sets hundreds of times as large. The large
        // momentum is the exception. In the long run, a step amounts to η/(1 − μ) times the gradient: with ten times
        // the learning rate and a momentum of 0.99, that is two hundred times as much, and such a small network does
        // not survive it. If you do use the large learning rate, first compare it with and without max-norm.
        //
        // `./lab run tips --full` runs ten rounds of ten folds, and `./lab run tips --data mnist` asks the same
        // questions about networks for digits.
    }
}
