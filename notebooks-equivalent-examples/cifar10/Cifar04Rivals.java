package cifar10;

import java.util.stream.Collectors;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.sections.Section;
import org.dropoutlab.study.catalogue.Catalogue;

/** Dropout among its rivals on CIFAR-10. */
public final class Cifar04Rivals {
    private Cifar04Rivals() {}

    public static void main(String[] args) {
        Notebook.run(Cifar04Rivals.class, args, Cifar04Rivals::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout among its rivals
        //
        // The post "Dropout Regularization" (Analytics Vidhya, 2022) names what else keeps a network from overfitting:
        // early stopping, weight decay, noise by augmentation, model combination; and batch normalization as what
        // came after dropout. It compares none of them. Here each stands beside dropout on the same images, alone and
        // together with it, in the post's convolutional network with half of its maps and units.
        //
        // ## Fair levels
        //
        // A regularizer at a bad level proves nothing. Every one that has a level chooses it in every split among the
        // same number of levels, on validation images that are held back from the training images; test images have
        // no part in it.
        // %%
        Study study = Catalogue.named("regularizers").at(notebook.scale());
        for (Arm arm : study.arms()) {
            notebook.print("%-26s%s"
                    .formatted(
                            arm.name(),
                            arm.variation().search().isEmpty()
                                    ? arm.describe()
                                    : arm.outcomes().stream().map(Arm::name).collect(Collectors.joining(", "))));
        }
        // %% [markdown]
        // ## Model combination at equal cost
        //
        // Dropout was made as a stand-in for the average of many networks. `combination` is such an average, of four
        // networks with weights, order of images and noise of their own; but four networks cost four times as much.
        // So there are two more: `combination-same-training` trains each of the four for a quarter of the epochs, and
        // `combination-same-use` has narrower networks, of which four take about as many multiplications as one.
        //
        // ## What is compared with what
        //
        // Each rival alone with the plain network, and dropout with each with dropout alone.
        // %%
        for (Contrast contrast : study.contrasts()) {
            notebook.print("%s – %s".formatted(contrast.arm(), contrast.baseline()));
        }
        // %% [markdown]
        // ## Training the arms
        // %%
        Report report = notebook.train(study);
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## Gap against accuracy
        //
        // What one wants lies at the upper left: accurate, and no better on training images than on others.
        // %%
        notebook.show(report, "gap-against-accuracy");
        // %% [markdown]
        // ## What was chosen, and what it costs
        //
        // Epochs and seconds to the lowest validation loss say how long one would have to train at the least; the
        // seconds in all have every level in them that was tried. Multiplications are what a prediction costs.
        // %%
        for (Section section : report.sections()) {
            notebook.print(section.heading() + "\n" + ConsoleTable.table(section));
        }
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one seed; the interval is that of the paired t-test.
        // %%
        notebook.show(report, "differences-test-accuracy");
        notebook.show(report, "differences-accuracy-gap");
        // %% [markdown]
        // ## What was claimed
        // %%
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to notice: the order of test errors and the order of gaps are two orders. Stopping early closes the gap
        // by learning less of the training images; whether it is also more accurate is another question. Then the
        // price: an arm that needs several networks or several times as many epochs has to be better than one that
        // does not. With three seeds the intervals are wide and adjusted for many comparisons, so that "no evidence"
        // is the expected answer to a small difference; and levels chosen at the edge of what was tried, of which the
        // report warns, may have had more to give.
        //
        // `./lab run regularizers --data sonar` and `--data mnist` ask the same of networks for tables and digits,
        // `--full` of the post's network at its whole width on all images.
    }
}
