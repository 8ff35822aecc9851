package org.dropoutlab.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dropoutlab.measurement.Results.completed;
import static org.dropoutlab.measurement.Results.diverged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.FinalScores;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.SearchReading;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.measurement.TrialResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final TrialResult FIRST = completed("plain", 0, 0, 1.0 / 3, 0.1 + 0.2);
    private static final TrialResult SECOND = diverged("treated", 0, 0);

    @TempDir
    private Path directory;

    @Test
    void givesBackWhichEpochATrialEndedWith() {
        TrialResult stopped = Results.stopped("treated", 1, 0, 0.9, 0.8, 3);

        append(FIRST, stopped);

        assertThat(Journal.read(file())).containsExactly(FIRST, stopped);
        assertThat(Journal.read(file()).get(1).curve().end().epoch()).isEqualTo(2);
    }

    @Test
    void givesBackFinalOutputsToTheBit() {
        TrialResult two = Results.with(
                FIRST,
                new TestOutputs.Classes(
                        2,
                        new int[] {0, 1, 1},
                        new float[] {1f / 3, Float.MIN_VALUE, Math.nextDown(1f)},
                        0.1 + 0.2,
                        7));
        TrialResult three = Results.with(
                completed("plain", 1, 0, 0.5, 0.5),
                new TestOutputs.Classes(3, new int[] {2}, new float[] {0.1f, 0.2f, 0.7f}, 0.5, 1));
        TrialResult numbers = Results.with(
                completed("plain", 2, 0, 0.5, 0.5),
                new TestOutputs.Numbers(new double[] {1e300, -0.1}, new double[] {0.1 + 0.2, 7}, 4));

        append(two, three, numbers);

        assertThat(Journal.read(file())).containsExactly(two, three, numbers);
    }

    @Test
    void givesBackScoresEvenUndefinedOnes() throws IOException {
        TrialResult scored = Results.with(
                FIRST,
                new FinalScores(
                        Map.of(FinalScore.ROC_AUC, 1.0 / 3, FinalScore.MATTHEWS, -0.1),
                        Map.of(FinalScore.ROC_AUC, Double.NaN, FinalScore.MATTHEWS, 1e-300)));

        append(scored);

        assertThat(Journal.read(file())).containsExactly(scored);
        assertThat(Files.readString(file())).contains("\"roc_auc\":\"NaN\"");
    }

    /** Journals of earlier versions have no final outputs. */
    @Test
    void readsResultsWithoutOutputs() throws IOException {
        append(FIRST);

        assertThat(Files.readString(file())).doesNotContain("outputs", "scores");
        assertThat(Journal.read(file()).get(0).outputs()).isEmpty();
    }

    @Test
    void givesBackExactlyWhatWasAppended() {
        append(FIRST, SECOND);

        assertThat(Journal.read(file())).containsExactly(FIRST, SECOND);
    }

    /** Features are byte arrays, which are equal only byte by byte. */
    @Test
    void givesBackEveryKindOfReading() {
        List<Reading> readings = new ArrayList<>(Results.readings(1.0 / 3));
        readings.add(new Inspection(
                List.of(List.of(3, 1), List.of(0, 4)),
                List.of(new Inspection.Prediction(5, 1, 0, 2.0 / 3)),
                List.of(List.of(List.of(List.of(0.1f, -1e-9f)))),
                List.of(new Inspection.MapCorrelation(16, 10, 10, 0.1 + 0.2, 1e-300))));
        readings.add(new SearchReading(
                List.of(
                        new SearchReading.Tried(
                                "rate-0.1",
                                3,
                                SearchReading.Outcome.STOPPED,
                                Optional.of(new Score(0.1 + 0.2, 0.75)),
                                Optional.of(new Score(0.5, 0.5)),
                                Optional.of(new Score(1e-300, 1)),
                                2.5),
                        new SearchReading.Tried(
                                "rate-0.2",
                                0,
                                SearchReading.Outcome.DIVERGED,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                0.5)),
                1));
        assertThat(readings)
                .as("one of each kind")
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(Reading.class.getPermittedSubclasses());

        append(Results.with(FIRST, readings), SECOND);

        assertThat(Journal.read(file()))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(Results.with(FIRST, readings), SECOND);
    }

    @Test
    void everyLineIsOnTheDiskAsSoonAsItIsAppended() {
        try (Journal journal = Journal.open(file())) {
            journal.append(List.of(FIRST));

            assertThat(Journal.read(file())).containsExactly(FIRST);
        }
    }

    /** Oracle: the bytes of the same results appended one by one. */
    @Test
    void resultsThatArriveTogetherGiveTheSameBytes() throws IOException {
        append(FIRST, SECOND);
        byte[] oneByOne = Files.readAllBytes(file());
        Files.delete(file());

        try (Journal journal = Journal.open(file())) {
            journal.append(List.of(FIRST, SECOND));

            assertThat(journal.results()).containsExactly(FIRST, SECOND);
        }
        assertThat(file()).hasBinaryContent(oneByOne);
    }

    @Test
    void dropsATornLastLineAndGoesOnBehindTheWholeOnes() throws IOException {
        append(FIRST, SECOND);
        byte[] whole = Files.readAllBytes(file());
        for (int torn = 1; torn < 40; torn += 13) {
            Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - torn));

            assertThat(Journal.read(file())).containsExactly(FIRST);
            append(SECOND);

            assertThat(file()).hasBinaryContent(whole);
        }
    }

    @Test
    void dropsALastLineOfGarbageWithALineEnd() throws IOException {
        append(FIRST);
        Files.writeString(file(), "{\"arm\":\"tre\u0000\u0000\n", StandardOpenOption.APPEND);

        append(SECOND);

        assertThat(Journal.read(file())).containsExactly(FIRST, SECOND);
    }

    @Test
    void refusesGarbageBetweenResultsRatherThanLosingThem() throws IOException {
        append(FIRST);
        String line = Files.readString(file());
        Files.writeString(file(), line + "garbage\n" + line);

        assertThatThrownBy(() -> Journal.open(file()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void refusesASecondWriter() {
        try (Journal journal = Journal.open(file())) {
            assertThat(journal.results()).isEmpty();
            assertThatThrownBy(() -> Journal.open(file()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("in use by another run");
        }
    }

    private void append(TrialResult... results) {
        try (Journal journal = Journal.open(file())) {
            List.of(results).forEach(result -> journal.append(List.of(result)));
        }
    }

    private Path file() {
        return directory.resolve("trials.jsonl");
    }
}
