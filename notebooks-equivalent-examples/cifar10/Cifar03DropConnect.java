package cifar10;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.dl4j.network.Architecture;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.study.catalogue.Catalogue;

/** DropConnect as published, compared with Deeplearning4j's weight noise of that name. */
public final class Cifar03DropConnect {
    private Cifar03DropConnect() {}

    public static void main(String[] args) {
        Notebook.run(Cifar03DropConnect.class, args, Cifar03DropConnect::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # DropConnect vs. weight noise
        //
        // Deeplearning4j has a weight noise called `DropConnect`. It is not the method of Wan et al. (2013): [a page
        // on the operators](../operators/Operators02DropConnect.md) shows that it neither scales the remaining
        // weights nor masks the gradient. Does that matter when a network is trained?
        //
        // ## Two dense layers
        //
        // Both drop a quarter of the weights in the CIFAR-10 network's dense layer. The published method has its own
        // layer; weight noise is a setting of the stock layer.
        // %%
        Optimizer adam = new Optimizer.Adam(1e-3);
        Architecture cifar10Cnn = Architectures.of(new NetworkSpec.Cifar10Cnn());
        MultiLayerNetwork dropConnect =
                new MultiLayerNetwork(cifar10Cnn.configure(List.of(DropConnect.hidden(0.25)), adam, 1));
        dropConnect.init();
        notebook.print(dropConnect.getLayer(9).conf().getLayer().toString());
        MultiLayerNetwork weightNoise =
                new MultiLayerNetwork(cifar10Cnn.configure(List.of(WeightNoise.hidden(0.25)), adam, 1));
        weightNoise.init();
        notebook.print(weightNoise.getLayer(9).conf().getLayer().toString());
        // %% [markdown]
        // ## Training both
        //
        // This is the study with all six arms. In both of these two, one mask serves the whole mini-batch, so they
        // differ only in scaling and gradient.
        // %%
        LoadedData cifar10 = notebook.load("cifar10");
        Study study = Catalogue.named("cifar10").at(notebook.scale());
        notebook.print(study.resampling().describe()
                + "; %d epochs; data %s"
                        .formatted(
                                study.training().epochs(),
                                cifar10.info().provenance().word()));
        Report report = notebook.train(study, cifar10);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## Learning curves
        // %%
        notebook.show(report, "curves-.*(plain|dropconnect|weight-noise)");
        // %% [markdown]
        // ## Differences
        // %%
        notebook.show(report, "gap-over-epochs");
        notebook.show(report, "differences.*");
        // %% [markdown]
        // What to look for: the optimizer adapts the layer's weights to the scale it sees in training, so the missing
        // factor of 0.75 affects accuracy less than you might expect. [The page on the
        // operators](../operators/Operators02DropConnect.md) measures directly that the factor is missing and that
        // dropped weights are updated.
    }
}
