package mnist;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;

/** Dropout among other regularizers. */
public final class Mnist06Regularizers {
    private Mnist06Regularizers() {}

    public static void main(String[] args) {
        Notebook.run(Mnist06Regularizers.class, args, Mnist06Regularizers::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout among other regularizers
        //
        // Dropout is one of many ways to prevent overfitting. Srivastava et al. (2014, §6.5 and table 9) train the
        // same 784–1024–1024–2048–10 network with several regularizers, tuned on validation data. Published test
        // errors: L2 1.62 %, L2 with L1 1.60 %, L2 with KL sparsity 1.55 %, max-norm 1.35 %, dropout with L2 1.25 %,
        // dropout with max-norm 1.05 %.
        //
        // ## Regularizers are values
        //
        // An arm is a network with a list of regularizers. Each goes where it belongs: dropout becomes layers, KL
        // sparsity a penalty after each hidden layer, and L2 and max-norm settings of layers with weights.
        // %%
        List<Regularizer> all = List.of(
                Dropout.visible(0.2), Dropout.hidden(0.5), new L2(1e-4), new KlSparsity(0.1, 1e-4), new MaxNorm(2));
        all.forEach(regularizer -> notebook.print(regularizer.describe()));
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(new NetworkSpec.MnistMlp(64, 64))
                .configure(all, new Optimizer.Momentum(0.05, 0.9), 1));
        network.init();
        notebook.print(network.summary().strip());
        // %% [markdown]
        // ## Training the arms
        //
        // The levels, which the paper tuned, are the same here at every size of the study. All arms use the same
        // optimizer.
        // %%
        Report report = notebook.train("mnist-regularizers");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one seed; the interval comes from the paired t-test. For each seed, all arms share the
        // initial weights, the images and their order.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // ## In numbers, with the paper's findings
        // %%
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // What to look for: first compare the order of the test errors with the published order, before the size of
        // any difference. Then look at the intervals: with few seeds, an order can be chance, and two arms whose
        // interval contains 0 cannot be ranked. If an arm is no better than `plain`, its level may be too weak for
        // this network; that does not mean that the regularizer does not work. Check its training error: if that is
        // unchanged, the regularizer had little effect.
    }
}
