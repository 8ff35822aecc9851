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
        // The Keras and the PyTorch tutorial on dropout both end with the same advice, taken from the dropout
        // paper's practical guide (Srivastava et al. 2014, appendix A):
        //
        // - drop 20 to 50 % of the units: too low a rate has minimal effect, too high a rate learns too little;
        // - use a larger network: n/(1 − rate) units where n would do without dropout;
        // - drop visible as well as hidden units;
        // - use 10 to 100 times the learning rate, with decay, and a momentum of 0.9 or 0.99;
        // - constrain the weights by a max-norm of 3 to 5, because such steps make them large.
        //
        // Neither tutorial tries them. Here each tip is a pair of arms: the network that follows it, and the same
        // network that does not.
        //
        // ## A larger network
        //
        // With half of the units dropped, n of them are left of 2n.
        // %%
        NetworkSpec.SonarMlp tutorials = new NetworkSpec.SonarMlp();
        for (NetworkSpec.SonarMlp sonar : List.of(tutorials, tutorials.scaled(2))) {
            MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(sonar)
                    .configure(List.of(Dropout.hidden(0.5)), new Optimizer.Momentum(0.01, 0.8), 1));
            network.init();
            notebook.print("%s: %,d parameters".formatted(sonar.widths(), network.numParams()));
        }
        // %% [markdown]
        // ## A large learning rate that decays
        //
        // Neither the paper nor the tutorials say how the learning rate decays; here it falls along a cosine.
        // %%
        Optimizer fast = new Optimizer.Momentum(0.1, 0.9, new Schedule.Cosine(0), Schedule.constant());
        notebook.print(fast.over(300).describe());
        IUpdater updater = Updaters.of(fast.over(300));
        for (int epoch : List.of(0, 75, 150, 225, 299)) {
            notebook.print(
                    String.format(Locale.ROOT, "after %3d epochs: %.6f", epoch, updater.getLearningRate(0, epoch)));
        }
        // %% [markdown]
        // ## What is compared with what
        //
        // Each pair changes one thing, but for the tips that are about several at once.
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
        // A fifth of each training fold is held back for validation, so that there is a best epoch to compare.
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
        // Each grey dot is one fold. The interval is that of the corrected resampled t-test, which allows for
        // folds sharing their training data.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // ## Which tips hold?
        //
        // A tip holds if what it promises was measured and is more than chance explains, given how many
        // comparisons there are.
        // %%
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to notice: "no evidence either way" says as much about the data as about the tip. With 208 examples
        // an interval is several points wide, and the tips were found on data sets hundreds of times as large. The
        // large momentum is the exception: a step comes to η/(1 − μ) times the gradient in the long run, two
        // hundred times as much with ten times the learning rate and a momentum of 0.99, and so small a network
        // does not survive it. Where the large learning rate is taken at all, compare it with and without max-norm
        // before anything else.
        //
        // `./lab run tips --full` does ten rounds of ten folds, and `./lab run tips --data mnist` asks the same of
        // networks for digits.
    }
}
