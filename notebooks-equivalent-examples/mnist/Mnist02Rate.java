package mnist;

import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;

/** Error against the probability of retaining a unit. */
public final class Mnist02Rate {
    private Mnist02Rate() {}

    public static void main(String[] args) {
        Notebook.run(Mnist02Rate.class, args, Mnist02Rate::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # How many units to retain
        //
        // Everyone who uses dropout has to choose a rate. Srivastava et al. (2014, §7.3) vary the probability p of
        // *retaining* a hidden unit in a network of three hidden layers, in two ways.
        //
        // - **n fixed** (figure 9a): every network has 2,048 units in each layer, so that with a small p few of them
        //   are left. Published: the test error is flat from p = 0.4 to 0.8 and rises on both sides, because the
        //   network underfits where p is small and overfits as p comes near 1.
        // - **p·n fixed** (figure 9b): networks get wider as p gets smaller, so that as many units are left on average
        //   (256, 256 and 512). Published: the error at p = 0.1 falls from 2.7 % to 1.7 %, and p near 0.6 is best.
        //
        // In this project a drop probability is that of dropping, 1 − p; on this page, as in the paper's figure, p is
        // that of retaining.
        //
        // ## Training the networks
        //
        // An arm is called by what is held fixed, and by p in percent. `n-100` and `pn-100` drop nothing. Inputs are
        // not dropped in any arm.
        // %%
        Report report = notebook.train("mnist-rate");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## The same number of units for every p
        // %%
        notebook.show(report, "error-by-p-fixed-n");
        // %% [markdown]
        // ## The same number of units left for every p
        // %%
        notebook.show(report, "error-by-p-fixed-pn");
        // %% [markdown]
        // ## The paper's readings, one by one
        // %%
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to notice: in the first figure, whether the middle is flat and which of the ends is higher, and what
        // training error says of either end. A training error that is high, too, is underfitting; one near 0 under a
        // higher test error is overfitting. In the second figure the left end is what matters: if it comes down from
        // where it is in the first, what hurts at a small p was that too few units were left, and not the noise; if it
        // does not, it was the noise. How far the right end rises depends on the size of the training set, of which
        // [the next page](Mnist03DataSize.md) tells more.
    }
}
