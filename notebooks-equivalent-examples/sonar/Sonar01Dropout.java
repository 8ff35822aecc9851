package sonar;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.network.Architecture;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.study.catalogue.Catalogue;

/** Dropout on the sonar data, in the steps of the Keras and PyTorch tutorials. */
public final class Sonar01Dropout {
    private Sonar01Dropout() {}

    public static void main(String[] args) {
        Notebook.run(Sonar01Dropout.class, args, Sonar01Dropout::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout on the sonar data
        //
        // Two tutorials add dropout to a small network that tells mines from rocks by their sonar returns: "Dropout
        // Regularization in Deep Learning Models With Keras" (Brownlee, 2016–2022) and "Using Dropout Regularization
        // in PyTorch Models" (Tam, 2023). This page takes the same steps in the same order with Deeplearning4j, and
        // then asks what the tutorials leave open: is the difference larger than chance?
        //
        // ## The data
        //
        // There are 208 returns with 60 frequency bands each, 111 of them from mines. If the files are not in the
        // data directory, they are downloaded; if that fails, a synthetic stand-in is used instead, with a warning.
        // %%
        LoadedData sonar = notebook.load("sonar");
        Table table = (Table) sonar.examples();
        notebook.print("%d examples of %d bands, %s; classes %s with %s examples"
                .formatted(
                        table.size(),
                        table.features().inputs(),
                        sonar.info().provenance().word(),
                        table.classes(),
                        Arrays.toString(table.classCounts())));
        // %% [markdown]
        // ## The baseline network
        //
        // The network has 60 inputs, hidden layers of 60 and 30 ReLU units, and one sigmoid output. It is trained on
        // binary cross-entropy by stochastic gradient descent with learning rate 0.01 and momentum 0.8, in
        // mini-batches of 16 for 300 epochs. Momentum is the classical version, as in Keras and PyTorch, not
        // Deeplearning4j's `Nesterovs`.
        // %%
        Optimizer slow = new Optimizer.Momentum(0.01, 0.8);
        Architecture sonarMlp = Architectures.of(new NetworkSpec.SonarMlp());
        MultiLayerNetwork baseline = new MultiLayerNetwork(sonarMlp.configure(List.of(), slow, 1));
        baseline.init();
        notebook.print(baseline.summary().strip());
        // %% [markdown]
        // ## Dropout on the visible layer
        //
        // The first experiment drops each of the 60 inputs with probability 0.2. Rates here are always probabilities
        // of *dropping*, as in Keras and PyTorch; the `DropoutLayer` below gets 0.8, because Deeplearning4j expects
        // the probability of retaining a unit.
        // %%
        MultiLayerNetwork visible = new MultiLayerNetwork(sonarMlp.configure(List.of(Dropout.visible(0.2)), slow, 1));
        visible.init();
        notebook.print(visible.summary().strip());
        // %% [markdown]
        // ## Dropout on the hidden layers
        //
        // The second experiment drops units after each hidden layer. The Keras tutorial also limits the incoming
        // weights of the hidden layers to a max-norm of 3 and raises the learning rate to 0.1 and the momentum to
        // 0.9, all at once.
        // %%
        Optimizer fast = new Optimizer.Momentum(0.1, 0.9);
        MultiLayerNetwork hidden =
                new MultiLayerNetwork(sonarMlp.configure(List.of(Dropout.hidden(0.2), new MaxNorm(3)), fast, 1));
        hidden.init();
        notebook.print(hidden.summary().strip());
        // %% [markdown]
        // ## DropConnect
        //
        // In addition to the tutorials' arms, there is one with DropConnect on both hidden layers. It drops weights
        // instead of units, with a mask for each example. [Another page](../operators/Operators02DropConnect.md)
        // shows how.
        // %%
        MultiLayerNetwork dropConnect =
                new MultiLayerNetwork(sonarMlp.configure(List.of(DropConnect.hidden(0.2)), slow, 1));
        dropConnect.init();
        notebook.print(dropConnect.summary().strip());
        // %% [markdown]
        // Neither dropout nor DropConnect has parameters: all four networks have 5,521, and with the same seed they
        // start from the same weights.
        //
        // ## Cross-validation
        //
        // The tutorials compare the mean accuracy over ten folds. Comparing the fast networks with the slow baseline
        // cannot separate the effect of dropout from that of the learning rate. Here each treatment is trained with
        // both settings, and each arm is compared with the plain arm of the same setting. All arms share the folds,
        // initial weights and mini-batch order. The scaler is fitted on the training fold only.
        // %%
        Study study = Catalogue.named("sonar").at(notebook.scale());
        Report report = notebook.train(study, sonar);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## Learning curves
        //
        // Training accuracy reaches 100 % or comes close in every arm, with or without dropout: at a rate of 0.2,
        // this network still memorizes its 187 or 188 training examples. Accuracy is measured with dropout off.
        // %%
        notebook.show(report, "curves-accuracy.*");
        // %% [markdown]
        // The loss shows what accuracy hides. It rises while accuracy stays the same, because the network becomes
        // more confident in its wrong predictions.
        // %%
        notebook.show(report, "curves-loss.*");
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one fold. The interval comes from the corrected resampled t-test, which accounts for the
        // folds' shared training data.
        // %%
        notebook.show(report, "differences.*");
        // %% [markdown]
        // Every interval contains 0, and each is several points wide. The published differences between the arms
        // (86.0, 83.5 and 83.6 % in the Keras tutorial; "a slight drop" and "a bit" in the PyTorch tutorial) are too
        // small for one round of folds to detect. `./lab run sonar --full` runs ten rounds of ten folds.
    }
}
