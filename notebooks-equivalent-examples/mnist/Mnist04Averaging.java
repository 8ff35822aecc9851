package mnist;

import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;

/** Averages of sampled networks, compared with one pass with scaled weights. */
public final class Mnist04Averaging {
    private Mnist04Averaging() {}

    public static void main(String[] args) {
        Notebook.run(Mnist04Averaging.class, args, Mnist04Averaging::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Weight scaling vs. averaging
        //
        // Dropout trains a different sampled network at every step. Which of them should predict? The principled
        // answer is their average, over as many passes with dropout on as you can afford. The cheap answer is weight
        // scaling: a single pass of the whole network with dropout off. Its weights already have the right scale,
        // because retained units were divided by their probability in training.
        //
        // Srivastava et al. (2014, §7.5 and figure 11) average the predictions of k sampled networks and compare.
        // Published: at k of about 50, the average is as good as weight scaling; with more networks it is slightly
        // better, but within one standard deviation.
        //
        // ## One training, many predictions
        //
        // There is one arm, with the paper's rates of 0.2 on the inputs and 0.5 on hidden units. Each trained network
        // predicts with weight scaling and with averages of k passes, with several draws for each k.
        // %%
        Report report = notebook.train("mnist-averaging");
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## The average as k grows
        //
        // The band shows one standard deviation over draws of the sampled networks.
        // %%
        notebook.show(report, "averaging-dropout");
        // %% [markdown]
        // What to look for: how many networks does it take for the curve to meet the line, and does it then cross the
        // line by more than the width of the band? If not, weight scaling is just as good, and much cheaper. The
        // cross-entropy in the table is more sensitive than the error: an average can give better probabilities
        // without changing which class comes first. [The next page](Mnist05Ensemble.md) uses a network small enough
        // to average all its sampled networks.
    }
}
