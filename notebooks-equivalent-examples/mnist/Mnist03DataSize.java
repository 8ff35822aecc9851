package mnist;

import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;

/** The gain from dropout with few and with many training examples. */
public final class Mnist03DataSize {
    private Mnist03DataSize() {}

    public static void main(String[] args) {
        Notebook.run(Mnist03DataSize.class, args, Mnist03DataSize::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout with few and many examples
        //
        // Regularizers are for networks that are large for their data. Srivastava et al. (2014, §7.4 and figure 10)
        // keep the network and vary the data: 100, 500, 1,000, 5,000, 10,000 and 50,000 of MNIST's training images.
        // Published: with 100 and 500 examples, dropout brings no improvement, because the network has enough units
        // to overfit despite the noise. The gain then grows with the data up to a point, and declines again when
        // there are so many examples that overfitting is hardly a problem.
        //
        // ## Training the networks
        //
        // An arm's name gives its treatment and its number of training examples. The rates are the paper's, 0.2 on
        // the inputs and 0.5 on hidden units. All arms take the same number of steps: with few examples, a network
        // sees each of them more often, and no arm stops early because it has less data.
        // %%
        Report report = notebook.train("mnist-datasize");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## The gain
        //
        // The horizontal axis is logarithmic. The gain from dropout is the distance between the two lines.
        // %%
        notebook.show(report, "error-by-training-examples");
        // %% [markdown]
        // ## The paper's findings, one by one
        // %%
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to look for: read the figure from left to right as one distance, not as two lines, because more data
        // help both networks. Is the distance largest somewhere in between, as published? If it is largest at the
        // right end, the gain would decline only beyond the largest training set here. The first claims are about a
        // few hundred examples or fewer, where much depends on which ones were drawn: look at the intervals before
        // the means.
    }
}
