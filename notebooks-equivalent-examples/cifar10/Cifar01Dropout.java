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
        // The post "Dropout Regularization" (Analytics Vidhya, 2022) trains a small convolutional network on CIFAR-10
        // with and without dropout. It reports that without dropout, the validation loss turns upwards while the
        // training loss falls. With dropout, the gap is smaller, training accuracy is lower, validation accuracy is
        // higher, and training takes longer. This page repeats the experiment with Deeplearning4j, with three seeds,
        // and checks each claim against the measurements.
        //
        // ## The data
        //
        // CIFAR-10 has 50,000 training and 10,000 test images of 32×32 pixels in ten classes. They stay in memory as
        // bytes; each mini-batch is scaled when it is assembled, by the mean and standard deviation of the training
        // images' channels.
        // %%
        LoadedData cifar10 = notebook.load("cifar10");
        Images images = (Images) cifar10.examples();
        notebook.print("%d training images, %d test images, %s; %s images per class in total; classes %s"
                .formatted(
                        images.trainExamples(),
                        images.size() - images.trainExamples(),
                        cifar10.info().provenance().word(),
                        Arrays.stream(images.classCounts()).distinct().boxed().toList(),
                        images.classes()));
        // %% [markdown]
        // ## The plain network
        //
        // There are three convolutions, each with ReLU and max-pooling, then a dense layer and softmax. Here pooling
        // comes before ReLU, which gives the same result (the larger of two numbers, cut off at 0) for a quarter of
        // the work. The post does not name its optimizer; here it is Adam with learning rate 0.001 and mini-batches
        // of 64.
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
        // Both networks are trained on the same images in the same order. A twentieth of the training images is held
        // back as validation data. `--resume` continues an interrupted trial from its last finished epoch.
        // %%
        Study study = Catalogue.named("cifar10").at(notebook.scale()).withArms(List.of("plain", "dropout"));
        notebook.print(study.resampling().describe()
                + "; %d epochs".formatted(study.training().epochs()));
        Report report = notebook.train(study, cifar10);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## The loss turns upwards
        //
        // Loss and accuracy are measured with dropout off, after every epoch; the bands show one standard deviation
        // over seeds. Compare the plain network's test loss with its test accuracy: the loss rises long before
        // accuracy suffers, because the network becomes more and more confident in its mistakes.
        // %%
        notebook.show(report, "curves-.*");
        // %% [markdown]
        // ## The gap
        //
        // Training accuracy minus test accuracy, epoch by epoch. Reducing this gap is the purpose of dropout.
        // %%
        notebook.show(report, "gap-over-epochs");
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one seed; the interval comes from the paired t-test. With three seeds it is wide: 4.3
        // standard errors on either side.
        // %%
        notebook.show(report, "differences.*");
        // %% [markdown]
        // ## A closer look at the networks
        //
        // How often each class is predicted for each true class, over all seeds, in percent of the row.
        // %%
        notebook.show(report, "confusion.*");
        // %% [markdown]
        // Some test images with each network's prediction and confidence (green: right, red: wrong).
        // %%
        notebook.show(report, "predictions.*");
        // %% [markdown]
        // The filters of the first convolution: spots and edges of a few colours, with or without dropout.
        // %%
        notebook.show(report, "filters.*");
        // %% [markdown]
        // The lines that begin with "Claimed" check the post's claims one by one. They do not say that dropout is the
        // best choice; [another page](Cifar02Spatial.md) drops feature maps instead.
    }
}
