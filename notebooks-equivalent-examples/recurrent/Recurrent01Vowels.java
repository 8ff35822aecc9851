package recurrent;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.study.catalogue.Catalogue;

/** The places where dropout can act in an LSTM, on Japanese Vowels. */
public final class Recurrent01Vowels {
    private Recurrent01Vowels() {}

    public static void main(String[] args) {
        Notebook.run(Recurrent01Vowels.class, args, Recurrent01Vowels::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout in an LSTM
        //
        // The post "Dropout Regularization" (Analytics Vidhya, 2022) says that dropout works in LSTMs, and does not
        // say where in one. There are several places, and the papers disagree about them: on the inputs and outputs
        // alone (Zaremba, Sutskever & Vinyals 2014), on the recurrent state with one mask a sequence (Gal &
        // Ghahramani 2016) or with a mask anew at every step, on the recurrent weights (Merity, Keskar & Socher 2018),
        // or not by dropping but by keeping values of the step before (Krueger et al. 2017).
        //
        // Here each is an arm of the same study, on a small problem with sequences of different lengths.
        //
        // ## The data
        //
        // Nine men say the two vowels /ae/; the task is to tell who speaks (Kudo, Toyama & Shimbo 1999). A frame has
        // 12 LPC cepstrum coefficients.
        // %%
        Study study = Catalogue.named("vowels").at(notebook.scale());
        LoadedData data = notebook.load(study.dataset());
        Sequences utterances = (Sequences) data.examples();
        int[] frames = utterances.lengths();
        notebook.print("%d training and %d test utterances of %d to %d frames, %d coefficients a frame (%s)"
                .formatted(
                        utterances.trainExamples(),
                        utterances.size() - utterances.trainExamples(),
                        Arrays.stream(frames).min().orElseThrow(),
                        Arrays.stream(frames).max().orElseThrow(),
                        utterances.steps().inputs(),
                        data.info().provenance().word()));
        // %% [markdown]
        // Mini-batches are padded to their longest utterance, and a mask says which steps are there. An example is an
        // utterance: no utterance has frames on both sides of the split.
        //
        // ## The arms
        //
        // An LSTM of 100 units, whose state after the last frame goes to a softmax over the nine speakers.
        // %%
        for (Arm arm : study.arms()) {
            notebook.print("%-22s%s".formatted(arm.name(), arm.describe()));
        }
        // %% [markdown]
        // ## Training the arms
        // %%
        Report report = notebook.train(study);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // ## Learning curves
        // %%
        notebook.show(report, "gap-over-epochs");
        // %% [markdown]
        // ## Is there a difference?
        //
        // Each grey dot is one seed; the interval comes from the paired t-test, and verdicts are adjusted
        // for the number of comparisons.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // ## Notes
        // %%
        notebook.print(study.notes().stream().map(note -> "- " + note).collect(Collectors.joining("\n")));
        // %% [markdown]
        // What to look for: after 100 epochs the plain network knows every training utterance and still recognizes
        // about 95 of 100 others, so there is a gap for dropout to close, but a small one. Read the intervals before
        // the order of the means: five seeds on one set of 370 utterances. A mask anew at every step on the recurrent
        // state does no harm here, where sequences are short and every frame tells something about the speaker.
        // `./lab run temporal-order` has a problem in which everything depends on memory.
    }
}
