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
        // *retaining* a hidden unit in a network with three hidden layers, in two ways.
        //
        // - **n fixed** (figure 9a): every network has 2,048 units in each layer, so few remain at small p.
        //   Published: the test error is flat from p = 0.4 to 0.8 and rises on both sides, because the network
        //   underfits at small p and overfits as p approaches 1.
        // - **p·n fixed** (figure 9b): networks get wider as p gets smaller, which keeps the average number of
        //   retained units constant (256, 256 and 512). Published: the error at p = 0.1 falls from 2.7 % to 1.7 %,
        //   and p near 0.6 is best.
        //
        // Elsewhere in this project, a drop probability is the probability of dropping, 1 − p; on this page, as in
        // the paper's figure, p is the probability of retaining.
        //
        // ## Training the networks
        //
        // An arm's name gives the fixed quantity and p in percent. `n-100` and `pn-100` drop nothing. No arm drops
        // inputs.
        // %%
        Report report = notebook.train("mnist-rate");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## The same number of units for every p
        // %%
        notebook.show(report, "error-by-p-fixed-n");
        // %% [markdown]
        // ## The same number of retained units for every p
        // %%
        notebook.show(report, "error-by-p-fixed-pn");
        // %% [markdown]
        // ## The paper's findings, one by one
        // %%
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to look for: in the first figure, is the middle flat, which end is higher, and what is the training
        // error at either end? If the training error is high, too, the network underfits; if it is near 0 but the
        // test error is higher, the network overfits. In the second figure, look at the left end. If the error there
        // is lower than in the first figure, the problem at small p was the small number of retained units, not the
        // noise; if not, it was the noise. How far the right end rises depends on the size of the training set; [the
        // next page](Mnist03DataSize.md) has more on that.
    }
}
