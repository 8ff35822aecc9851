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

/** Dropout and its rivals on CIFAR-10. */
public final class Cifar04Rivals {
    private Cifar04Rivals() {}

    public static void main(String[] args) {
        Notebook.run(Cifar04Rivals.class, args, Cifar04Rivals::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout and its rivals
        //
        // The post "Dropout Regularization" (Analytics Vidhya, 2022) lists other ways to prevent overfitting: early
        // stopping, weight decay, noise by augmentation, and model combination. It also names batch normalization as
        // dropout's successor. It compares none of them. Here each is compared with dropout on the same images, alone
        // and combined with it, in the post's convolutional network with half the maps and units.
        //
        // ## Fair levels
        //
        // A regularizer at a bad level proves nothing. In each split, every regularizer with a level chooses it from
        // the same number of candidates, on validation images held back from the training images. Test images play no
        // part.
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
        // Dropout was designed as a substitute for averaging many networks. `combination` is such an average: four
        // networks, each with its own weights, image order and noise. But four networks cost four times as much, so
        // there are two more arms: `combination-same-training` trains each of the four for a quarter of the epochs,
        // and `combination-same-use` has four narrower networks that together take about as many multiplications as
        // one full network.
        //
        // ## The comparisons
        //
        // Each rival is compared with the plain network, and each combination with dropout is compared with dropout
        // alone.
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
        // ## Gap vs. accuracy
        //
        // The upper left is best: accurate, and no better on training images than on others.
        // %%
        notebook.show(report, "gap-against-accuracy");
        // %% [markdown]
        // ## Chosen levels and costs
        //
        // Epochs and seconds to the lowest validation loss show the least training you would need; total seconds
        // include every level that was tried. Multiplications are the cost of a prediction.
        // %%
        for (Section section : report.sections()) {
            notebook.print(section.heading() + "\n" + ConsoleTable.table(section));
        }
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one seed; the interval comes from the paired t-test.
        // %%
        notebook.show(report, "differences-test-accuracy");
        notebook.show(report, "differences-accuracy-gap");
        // %% [markdown]
        // ## The claims
        // %%
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to look for: the test errors and the gaps rank the arms differently. Early stopping closes the gap by
        // learning less from the training images; whether it also improves accuracy is another question. Then
        // consider the cost: an arm that needs several networks or several times as many epochs has to be better than
        // one that does not. With three seeds, the intervals are wide and adjusted for many comparisons, so "no
        // evidence" is the expected answer for a small difference. The report warns about levels chosen at the edge
        // of their range; a level beyond it may have been better.
        //
        // `./lab run regularizers --data sonar` and `--data mnist` ask the same questions about networks for tables
        // and digits; `--full` uses the post's network at full width on all images.
    }
}
