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

/** DropConnect as published against what Deeplearning4j calls so. */
public final class Cifar03DropConnect {
    private Cifar03DropConnect() {}

    public static void main(String[] args) {
        Notebook.run(Cifar03DropConnect.class, args, Cifar03DropConnect::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # DropConnect against weight noise
        //
        // Deeplearning4j has a weight noise called `DropConnect`. It is not the method of Wan et al. (2013): [a
        // page on the operators](../operators/Operators02DropConnect.md) shows that it neither scales the weights
        // that stay nor masks the gradient. Does that matter in a network that is trained?
        //
        // ## Two dense layers
        //
        // Both drop a quarter of the weights of the CIFAR-10 network's dense layer. The published one is a layer
        // of its own; the other is a setting of the stock layer.
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
        // ## Training them
        //
        // The study of all six arms. One mask serves a mini-batch in both of these two, so that they differ in
        // scaling and gradient alone.
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
        // What to notice: the optimizer adapts the layer's weights to whatever scale training sees, so that the
        // missing factor of 0.75 shows less in accuracy than one would think; that it is missing at all, and
        // dropped weights move, is shown exactly on [the page on the
        // operators](../operators/Operators02DropConnect.md).
    }
}
