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
import org.dropoutlab.report.sections.InsideView;
import org.dropoutlab.study.catalogue.Catalogue;
import org.nd4j.linalg.factory.Nd4j;

/** Dropping whole feature maps against dropping single units. */
public final class Cifar02Spatial {
    private Cifar02Spatial() {}

    public static void main(String[] args) {
        Notebook.run(Cifar02Spatial.class, args, Cifar02Spatial::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Spatial against element-wise dropout
        //
        // Tompson et al. (2015, "Efficient Object Localization Using Convolutional Networks", §3.2) observe that
        // the units next to each other in a feature map are strongly correlated, and conclude that dropping single
        // units of it takes little away: what one unit would have said, its neighbours still say. Their remedy
        // drops whole maps.
        //
        // ## The two operators
        //
        // On two feature maps of ones, at rate 0.25: element-wise dropout makes holes, spatial dropout keeps or
        // drops a map. Both scale what they keep by 1 / 0.75.
        // %%
        InputType maps = InputType.convolutional(3, 4, 2);
        SingleLayer units = SingleLayer.of(RegularizedLayers.layer(Dropout.convolution(0.25)), maps);
        notebook.print(units.train(Nd4j.ones(1, 2, 3, 4), 3).toString());
        SingleLayer whole = SingleLayer.of(RegularizedLayers.layer(SpatialDropout.convolution(0.25)), maps);
        notebook.print(whole.train(Nd4j.ones(1, 2, 3, 4), 1).toString());
        // %% [markdown]
        // ## In a network
        //
        // The study of all six arms. Two of them have dropout after each of the network's three poolings, of
        // single units or of whole maps, at the same rate. [The first page](Cifar01Dropout.md) shows the network.
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
        // ## How alike are neighbours?
        //
        // Pearson correlations on the trained networks over 500 test images, dropout off: of units next to each
        // other in a map, and (absolute) of units at the same place in two maps.
        // %%
        notebook.print("neighbours / across maps, for " + String.join("; ", report.stages()));
        for (InsideView.MapLikeness arm : report.likeness()) {
            notebook.print("%-13s %s  gap %s".formatted(arm.arm(), String.join("; ", arm.stages()), arm.gap()));
        }
        // %% [markdown]
        // ## What each does to the gap
        // %%
        notebook.show(report, "gap-over-epochs");
        notebook.show(report, "differences.*");
        // %% [markdown]
        // What to notice: neighbours are far more alike than units of different maps, as the paper says, and most
        // so in the first stage. Whether dropping maps then narrows the gap more than dropping units is the last
        // of the lines that begin with "Claimed". The answer is one for this size of data and network and these
        // few epochs.
    }
}
