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

/** The effect of dropout on the features of an autoencoder and on their sparsity. */
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
        // that cannot rely on others to correct its mistakes has to be useful on its own. They show this on
        // autoencoders of MNIST with one hidden layer of 256 ReLU units (figure 7). Without dropout, a unit's
        // incoming weights look like noise; with a dropout rate of 0.5 on the hidden units, they look like strokes,
        // edges and spots, although both networks reconstruct about equally well. The activations also become sparse
        // without any sparsity penalty (§7.2, figure 8): the published mean activation is about 2.0 without dropout
        // and 0.7 with it.
        //
        // ## The network
        // %%
        MultiLayerNetwork autoencoder = new MultiLayerNetwork(Architectures.of(new NetworkSpec.MnistAutoencoder(256))
                .configure(List.of(Dropout.hidden(0.5)), new Optimizer.Adam(1e-3), 1));
        autoencoder.init();
        notebook.print(autoencoder.summary().strip());
        // %% [markdown]
        // ## Training with and without dropout
        //
        // Both arms start from the same weights and see the same images in the same order.
        // `./lab run mnist-autoencoder` does the same from a terminal. Accuracy here is the share of pixels
        // reconstructed on the correct side of 0.5.
        // %%
        Report report = notebook.train("mnist-autoencoder");
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## The features
        //
        // Each picture shows the incoming weights of one of the 256 hidden units, one weight per pixel, scaled to the
        // unit's largest weight. Grey is 0, white positive, black negative.
        // %%
        notebook.show(report, "features-.*");
        // %% [markdown]
        // ## Sparsity
        //
        // Activations over all test images and hidden units, with dropout off, and the mean activation of each unit.
        // %%
        notebook.show(report, "activations-.*|unit-means-.*");
        // %% [markdown]
        // What to look for: compare the two sheets of features by eye first, then by their roughness in the table.
        // Roughness is 1 for weights that are unrelated to their neighbours, and falls as they form lines and areas.
        // In the histograms, look at the height of the first bar and at how far the units' means are from 0. Read the
        // claims together: smoother and sparser features say something about co-adaptation only if the reconstruction
        // is still as good. If it is not, the network with dropout may simply have learned less.
    }
}
