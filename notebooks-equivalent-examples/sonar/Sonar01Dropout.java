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
        // Two tutorials put dropout into a small network that tells mines from rocks by their sonar returns:
        // "Dropout Regularization in Deep Learning Models With Keras" (Brownlee, 2016–2022) and "Using Dropout
        // Regularization in PyTorch Models" (Tam, 2023). This page takes the same steps in the same order with
        // Deeplearning4j, and then asks what the tutorials leave open: is the difference larger than chance?
        //
        // ## The data
        //
        // 208 returns of 60 frequency bands each, 111 of them from mines. The files in the data directory are
        // used, else they are downloaded, else a synthetic stand-in takes their place and says so.
        // %%
        LoadedData sonar = notebook.load("sonar");
        Table table = (Table) sonar.examples();
        notebook.print("%d examples of %d bands, %s; classes %s with %s examples"
                .formatted(
                        table.size(),
                        table.features()[0].length,
                        sonar.info().provenance().word(),
                        table.classes(),
                        Arrays.toString(table.classCounts())));
        // %% [markdown]
        // ## The baseline network
        //
        // 60 inputs, hidden layers of 60 and 30 rectified linear units, one sigmoid output, binary cross-entropy,
        // trained by stochastic gradient descent with learning rate 0.01 and momentum 0.8 in mini-batches of 16
        // for 300 epochs. Momentum is the classical one, as in Keras and PyTorch; Deeplearning4j's `Nesterovs` is
        // another.
        // %%
        Optimizer slow = new Optimizer.Momentum(0.01, 0.8);
        Architecture sonarMlp = Architectures.of(new NetworkSpec.SonarMlp());
        MultiLayerNetwork baseline = new MultiLayerNetwork(sonarMlp.configure(List.of(), slow, 1));
        baseline.init();
        notebook.print(baseline.summary().strip());
        // %% [markdown]
        // ## Dropout on the visible layer
        //
        // The first experiment drops each of the 60 inputs with probability 0.2. Rates here are always
        // probabilities of *dropping*, as in Keras and PyTorch; the `DropoutLayer` below was given 0.8, because
        // Deeplearning4j wants the probability of retaining a unit.
        // %%
        MultiLayerNetwork visible = new MultiLayerNetwork(sonarMlp.configure(List.of(Dropout.visible(0.2)), slow, 1));
        visible.init();
        notebook.print(visible.summary().strip());
        // %% [markdown]
        // ## Dropout on the hidden layers
        //
        // The second drops units after each hidden layer. The Keras tutorial adds a max-norm constraint of 3 to
        // the incoming weights of the hidden layers and raises the learning rate to 0.1 and the momentum to 0.9,
        // all at once.
        // %%
        Optimizer fast = new Optimizer.Momentum(0.1, 0.9);
        MultiLayerNetwork hidden =
                new MultiLayerNetwork(sonarMlp.configure(List.of(Dropout.hidden(0.2), new MaxNorm(3)), fast, 1));
        hidden.init();
        notebook.print(hidden.summary().strip());
        // %% [markdown]
        // ## DropConnect
        //
        // Beside the tutorials' arms stands DropConnect on both hidden layers: it drops weights instead of units, with
        // a mask for each example. [Another page](../operators/Operators02DropConnect.md) shows what it does.
        // %%
        MultiLayerNetwork dropConnect =
                new MultiLayerNetwork(sonarMlp.configure(List.of(DropConnect.hidden(0.2)), slow, 1));
        dropConnect.init();
        notebook.print(dropConnect.summary().strip());
        // %% [markdown]
        // What to notice: neither dropout nor DropConnect has parameters, so all four networks have 5,521, and with the
        // same seed they start from the same weights.
        //
        // ## Cross-validation
        //
        // The tutorials compare the mean accuracy of ten folds. A comparison of the fast networks with the slow
        // baseline cannot tell dropout from the learning rate, so here each treatment comes with both settings,
        // and each arm is compared with the plain arm of its own setting. All arms share folds, initial weights
        // and the order of mini-batches. The scaler is fitted on the training fold alone.
        // %%
        Study study = Catalogue.named("sonar").at(notebook.scale());
        Report report = notebook.train(study, sonar);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## Learning curves
        //
        // Training accuracy reaches 100 % in every arm or comes close, with dropout or without: at a rate of 0.2 this
        // network still learns its 166 or 167 training examples by heart. Accuracy is measured with dropout off.
        // %%
        notebook.show(report, "curves-accuracy.*");
        // %% [markdown]
        // The loss tells what accuracy hides. It rises while accuracy stands still, because the examples that are
        // wrong become more confidently wrong.
        // %%
        notebook.show(report, "curves-loss.*");
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one fold. The interval is that of the corrected resampled t-test, which allows for
        // folds sharing their training data.
        // %%
        notebook.show(report, "differences.*");
        // %% [markdown]
        // What to notice: every interval holds 0, and each is several points wide. The published differences
        // between the arms (86.0, 83.5 and 83.6 % in the Keras tutorial; "a slight drop" and "a bit" in the
        // PyTorch one) are smaller than what one round of folds can show. `./lab run sonar --full` does ten rounds
        // of ten folds.
    }
}
