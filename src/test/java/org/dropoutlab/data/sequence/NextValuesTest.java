package org.dropoutlab.data.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.table.SplitColumns;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.experiment.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers are worked out by hand. */
class NextValuesTest {
    private static final double NONE = Double.NaN;

    @TempDir
    Path directory;

    private Path table(String... rows) throws IOException {
        return Files.write(directory.resolve("table.csv"), List.of(rows));
    }

    private static SequenceFile read(Path table, String label) {
        return SequenceFile.of(
                TableFile.readSteps(table, label, TableOptions.defaults().withIgnored(List.of("id", "t"))),
                new SequenceFile.Columns("id", Optional.of("t"), SplitColumns.NONE));
    }

    private Path numbers() throws IOException {
        return table(
                "id,t,x,word", "a,3,4.5,no", "c,1,5,no", "b,1,7,yes", "a,1,1,yes", "c,3,8,yes", "a,2,2,no", "c,2,,no");
    }

    @Test
    void numbersOfTheNextStep() throws IOException {
        SequenceFile read = read(numbers(), "next:x");

        Sequences sequences = read.sequences();
        assertThat(sequences.starts()).containsExactly(0, 3, 6);
        assertThat(((Sequences.StepNumbers) sequences.answers()).targets())
                .containsExactly(2, 4.5, NONE, NONE, 8, NONE);
        assertThat(read.file().schema().inputNames()).containsExactly("x", "word=yes");
        assertThat(sequences.steps().cell(1, 0)).isEqualTo(2);
        assertThat(sequences.steps().cell(4, 0)).isNaN();
        assertThat(read.file().schema().label()).isEqualTo("next:x");
        assertThat(read.file().decisions())
                .contains("1 sequence has no step with a next value of column x and is left out")
                .contains(
                        "label next:x is the value of column x at the next step; the last step of a sequence has none");
    }

    @Test
    void categoriesOfTheNextStep() throws IOException {
        Sequences sequences = read(numbers(), "next:word").sequences();

        assertThat(sequences.classes()).containsExactly("no", "yes");
        int none = Sequences.StepClasses.NONE;
        assertThat(((Sequences.StepClasses) sequences.answers()).numbers()).containsExactly(0, 0, none, 0, 1, none);
    }

    /** A column is not hidden by the word for next values. */
    @Test
    void aColumnOfThatNameIsTheLabel() throws IOException {
        Path table = table("id,t,x,next:x", "a,1,1,0.5", "a,2,2,0.25", "b,1,3,1.5", "b,2,4,2.5");

        SequenceFile read = read(table, "next:x");

        assertThat(((Sequences.StepNumbers) read.sequences().answers()).targets())
                .containsExactly(0.5, 0.25, 1.5, 2.5);
        assertThat(read.file().schema().next()).isEmpty();
    }

    /** Other rows are labelled as those for training are. */
    @Test
    void rowsOfATestFile() throws IOException {
        for (String label : List.of("next:x", "next:word")) {
            SequenceFile train = read(numbers(), label);
            SequenceRows rows = SequenceRows.read(numbers(), train.file().schema(), warning -> {})
                    .labelled();
            // In the order of first rows, as in training.
            Sequences both = rows.after(train.sequences(), train.file().schema(), numbers());

            int steps = train.sequences().steps().examples();
            assertThat(both.steps().examples()).isEqualTo(2 * steps);
            for (int step = 0; step < steps; step++) {
                assertThat(both.hasAnswer(steps + step)).isEqualTo(both.hasAnswer(step));
                if (both.hasAnswer(step) && both.isRegression()) {
                    assertThat(both.targetOf(steps + step)).isEqualTo(both.targetOf(step));
                } else if (both.hasAnswer(step)) {
                    assertThat(both.classOf(steps + step)).isEqualTo(both.classOf(step));
                }
            }
        }
    }

    @Test
    void sequencesOfOneStepHaveNoNextValue() throws IOException {
        Path table = table("id,t,x", "a,1,1", "b,1,2", "c,1,3");

        assertThatThrownBy(() -> read(table, "next:x"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no step is followed by one with a value in column x");
        assertThatThrownBy(() -> read(table, "next:y"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no column named 'y'");
    }
}
