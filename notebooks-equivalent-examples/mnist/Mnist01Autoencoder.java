package mnist;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;

/** What dropout does to the features of an autoencoder, and how sparse they are. */
public final class Mnist01Autoencoder {
    private Mnist01Autoencoder() {}

    public static void main(String[] args) {
        Notebook.run(Mnist01Autoencoder.class, args, Mnist01Autoencoder::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # The features of an autoencoder
        //
        // Why should dropping units help? Srivastava et al. (2014, §7.1) say that it breaks up co-adaptation: a unit
        // that cannot rely on others being there to correct its mistakes has to be of use by itself. They show it on
        // autoencoders of MNIST with one hidden layer of 256 ReLU units (figure 7): without dropout a unit's incoming
        // weights look like noise, with dropout of rate 0.5 on the hidden units like strokes, edges and spots, though
        // both networks reconstruct about equally well. The activations get sparse, too, without anything that asks
        // for it (§7.2, figure 8): the published mean activation is about 2.0 without dropout and 0.7 with it.
        //
        // ## The network
        // %%
        MultiLayerNetwork autoencoder = new MultiLayerNetwork(Architectures.of(new NetworkSpec.MnistAutoencoder(256))
                .configure(List.of(Dropout.hidden(0.5)), new Optimizer.Adam(1e-3), 1));
        autoencoder.init();
        notebook.print(autoencoder.summary().strip());
        // %% [markdown]
        // ## Training it with dropout and without
        //
        // Both arms start from the same weights and see the same images in the same order. `./lab run
        // mnist-autoencoder` does the same from a terminal. An accuracy here is the share of pixels that come out on
        // the right side of one half.
        // %%
        Report report = notebook.train("mnist-autoencoder");
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## What the hidden units look for
        //
        // A picture for each of the 256 hidden units: its incoming weights, one for each pixel, stretched to the
        // unit's own largest weight. Grey is 0, white positive, black negative.
        // %%
        notebook.show(report, "features-.*");
        // %% [markdown]
        // ## How sparse they are
        //
        // Activations over all test images and hidden units, with dropout off; and the mean activation of each unit.
        // %%
        notebook.show(report, "activations-.*|unit-means-.*");
        // %% [markdown]
        // What to notice: compare the two sheets of features by eye first, then by their roughness in the table,
        // which is 1 for weights that know nothing of their neighbours and falls as they form lines and areas. In the
        // histograms, look at the height of the first bar and at how far the units' means lie from 0. The claims
        // belong together: smoother and sparser features say something about co-adaptation only if the reconstruction
        // is still as good; if it is not, the network with dropout may only have learned less.
    }
}
