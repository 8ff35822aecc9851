package cifar10;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.dl4j.network.Architecture;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.study.catalogue.Catalogue;

/** Dropout in a convolutional network for CIFAR-10, in the steps of a blog post. */
public final class Cifar01Dropout {
    private Cifar01Dropout() {}

    public static void main(String[] args) {
        Notebook.run(Cifar01Dropout.class, args, Cifar01Dropout::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout on CIFAR-10
        //
        // The post "Dropout Regularization" (Analytics Vidhya, 2022) trains a small convolutional network on
        // CIFAR-10, once plain and once with dropout, and says what comes of it: without dropout the validation
        // loss turns upwards while the training loss falls; with it the gap is smaller, training accuracy lower,
        // validation accuracy higher, and training takes longer. This page does the same with Deeplearning4j,
        // three times with different seeds, and holds each sentence against what was measured.
        //
        // ## The data
        //
        // 50,000 training and 10,000 test pictures of 32×32 pixels in ten classes. They stay bytes in memory; each
        // mini-batch is scaled as it is made, by the mean and standard deviation of the training images' channels.
        // %%
        LoadedData cifar10 = notebook.load("cifar10");
        Images images = (Images) cifar10.examples();
        notebook.print("%d images for training, %d for testing, %s; %s images of each class in all; classes %s"
                .formatted(
                        images.trainExamples(),
                        images.size() - images.trainExamples(),
                        cifar10.info().provenance().word(),
                        Arrays.stream(images.classCounts()).distinct().boxed().toList(),
                        images.classes()));
        // %% [markdown]
        // ## The plain network
        //
        // Three convolutions, each with ReLU and max-pooling, a dense layer, softmax. Pooling comes before ReLU
        // here, which is the same function (the larger of two numbers, cut off at 0) for a quarter of the work.
        // The post does not say with which optimizer it trains; here it is Adam with learning rate 0.001 and
        // mini-batches of 64.
        // %%
        Optimizer adam = new Optimizer.Adam(1e-3);
        Architecture cifar10Cnn = Architectures.of(new NetworkSpec.Cifar10Cnn());
        MultiLayerNetwork plain = new MultiLayerNetwork(cifar10Cnn.configure(List.of(), adam, 1));
        plain.init();
        notebook.print(plain.summary().strip());
        // %% [markdown]
        // ## With dropout
        //
        // The post drops a quarter of the flattened features and a quarter of the dense layer's units. Dropout has
        // no parameters: both networks have 361,034, and with the same seed they start from the same weights.
        // %%
        MultiLayerNetwork dropout = new MultiLayerNetwork(
                cifar10Cnn.configure(List.of(Dropout.flattened(0.25), Dropout.hidden(0.25)), adam, 1));
        dropout.init();
        notebook.print(dropout.summary().strip());
        // %% [markdown]
        // ## Training both
        //
        // The two are trained on the same images in the same order. A twentieth of the training images is held
        // back as validation data. A trial that is killed goes on from its last finished epoch, with `--resume`.
        // %%
        Study study = Catalogue.named("cifar10").at(notebook.scale()).withArms(List.of("plain", "dropout"));
        notebook.print(study.resampling().describe()
                + "; %d epochs".formatted(study.training().epochs()));
        Report report = notebook.train(study, cifar10);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## The loss turns upwards
        //
        // Loss and accuracy are measured with dropout off, after every epoch; the bands are one standard deviation
        // over seeds. Look at the test loss of the plain network, and then at its accuracy: the loss rises long
        // before accuracy suffers, because the network becomes more and more certain of its mistakes.
        // %%
        notebook.show(report, "curves-.*");
        // %% [markdown]
        // ## The gap
        //
        // Training accuracy less test accuracy, epoch by epoch: this is what dropout is for.
        // %%
        notebook.show(report, "gap-over-epochs");
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one seed; the interval is that of the paired t-test. With three seeds it is wide: it
        // multiplies the standard error by 4.3.
        // %%
        notebook.show(report, "differences.*");
        // %% [markdown]
        // ## What the networks see
        //
        // How often each class is taken for each other one, over all seeds, in percent of the row.
        // %%
        notebook.show(report, "confusion.*");
        // %% [markdown]
        // Some test images with what each network takes them for, and how sure it is (green: right, red: wrong).
        // %%
        notebook.show(report, "predictions.*");
        // %% [markdown]
        // The filters of the first convolution: spots and edges of a few colours, with dropout or without.
        // %%
        notebook.show(report, "filters.*");
        // %% [markdown]
        // What to notice: the lines that begin with "Claimed" answer the post sentence by sentence. What they do
        // not say is that dropout is the best one can do; [another page](Cifar02Spatial.md) drops feature maps
        // instead.
    }
}
