package mnist;

import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;

/** Averages of sampled networks against one pass with scaled weights. */
public final class Mnist04Averaging {
    private Mnist04Averaging() {}

    public static void main(String[] args) {
        Notebook.run(Mnist04Averaging.class, args, Mnist04Averaging::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Weight scaling against averages
        //
        // Training with dropout trains a different sampled network at every step. Which of them should predict? The
        // honest answer is their average, by as many passes with dropout on as one can afford; the cheap one is weight
        // scaling, a single pass of the whole network with dropout off, whose weights already have the right scale
        // because kept units were divided by their probability in training.
        //
        // Srivastava et al. (2014, §7.5 and figure 11) average the predictions of k sampled networks and compare.
        // Published: at k of about 50 the average is as good as weight scaling; with more networks it is slightly
        // better, but within one standard deviation.
        //
        // ## One training, many predictions
        //
        // There is one arm, with the paper's rates of 0.2 on the inputs and 0.5 on hidden units. Each trained network
        // is asked for its prediction by weight scaling, and for averages of k passes, each k drawn several times.
        // %%
        Report report = notebook.train("mnist-averaging");
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## The average as k grows
        //
        // The band is one standard deviation over draws of the sampled networks.
        // %%
        notebook.show(report, "averaging-dropout");
        // %% [markdown]
        // What to notice: how many networks it takes until the curve meets the line, and whether it goes on to cross
        // it by more than the band is wide. If it does not, weight scaling is as good as it is cheap. The
        // cross-entropy in the table answers a finer question than the error: an average can be the better
        // probability without changing which class comes first. [The next page](Mnist05Ensemble.md) takes a network
        // so small that the average of all its sampled networks can be computed.
    }
}
