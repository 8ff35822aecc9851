package mnist;

import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;

/** What dropout gains with few and with many training examples. */
public final class Mnist03DataSize {
    private Mnist03DataSize() {}

    public static void main(String[] args) {
        Notebook.run(Mnist03DataSize.class, args, Mnist03DataSize::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout with few and with many examples
        //
        // A regularizer is for networks that are large for their data. Srivastava et al. (2014, §7.4 and figure 10)
        // keep the network and vary the data: 100, 500, 1,000, 5,000, 10,000 and 50,000 of the training images of
        // MNIST. Published: with 100 and 500 examples dropout brings no improvement, because the network has units
        // enough to overfit in spite of the noise; then its gain grows with the data up to a point, and declines
        // again where there are so many examples that overfitting is hardly a problem.
        //
        // ## Training the networks
        //
        // An arm is called by its treatment and its number of training examples. The rates are the paper's, 0.2 on
        // the inputs and 0.5 on hidden units. All arms take the same number of steps, so that with few examples a
        // network sees each of them more often, and none is stopped early for want of data.
        // %%
        Report report = notebook.train("mnist-datasize");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## The gain
        //
        // The horizontal axis is logarithmic. What dropout gains is the distance between the two lines.
        // %%
        notebook.show(report, "error-by-training-examples");
        // %% [markdown]
        // ## The paper's readings, one by one
        // %%
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to notice: read the figure from left to right as one distance and not as two lines, because more data
        // help either network. Is the distance widest somewhere in between, as published? If it is at the right end,
        // the point from which the gain declines would lie beyond the largest training set here. The first claims are
        // about a hundred examples or a few hundred, where much depends on which ones were drawn: look at the
        // intervals before the means.
    }
}
