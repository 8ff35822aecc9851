package cifar10;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.sections.Section;
import org.dropoutlab.study.catalogue.Catalogue;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout of whole feature maps, compared with dropout of single units. */
public final class Cifar02Spatial {
    private Cifar02Spatial() {}

    public static void main(String[] args) {
        Notebook.run(Cifar02Spatial.class, args, Cifar02Spatial::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Spatial vs. element-wise dropout
        //
        // Tompson et al. (2015, "Efficient Object Localization Using Convolutional Networks", §3.2) observe that
        // neighbouring units in a feature map are strongly correlated, and conclude that dropping single units
        // removes little information: the neighbours of a dropped unit still carry it. Their remedy is to drop whole
        // maps.
        //
        // ## The two operators
        //
        // On two feature maps of ones at rate 0.25, element-wise dropout makes holes, while spatial dropout keeps or
        // drops each map. Both scale the remaining values by 1 / 0.75.
        // %%
        InputType maps = InputType.convolutional(3, 4, 2);
        SingleLayer units = SingleLayer.of(RegularizedLayers.layer(Dropout.convolution(0.25)), maps);
        notebook.print(units.train(Nd4j.ones(1, 2, 3, 4), 3).toString());
        SingleLayer whole = SingleLayer.of(RegularizedLayers.layer(SpatialDropout.convolution(0.25)), maps);
        notebook.print(whole.train(Nd4j.ones(1, 2, 3, 4), 1).toString());
        // %% [markdown]
        // ## In a network
        //
        // This is the study with all six arms. Two of them have dropout after each of the network's three pooling
        // layers, of single units or of whole maps, at the same rate. [The first page](Cifar01Dropout.md) shows the
        // network.
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
        // ## How strongly do neighbours correlate?
        //
        // Pearson correlations in the trained networks over 500 test images, with dropout off: between neighbouring
        // units in a map, and (absolute values) between units at the same position in two maps.
        // %%
        Section likeness = report.section("Correlation within feature maps");
        notebook.print("neighbours / across maps\n" + ConsoleTable.table(likeness));
        // %% [markdown]
        // ## The effect on the gap
        // %%
        notebook.show(report, "gap-over-epochs");
        notebook.show(report, "differences.*");
        // %% [markdown]
        // What to look for: as the paper says, neighbours correlate far more strongly than units of different maps,
        // most of all in the first stage. Does dropping maps also narrow the gap more than dropping units? The last
        // line that begins with "Claimed" answers that, for this size of data and network and these few epochs.
    }
}
