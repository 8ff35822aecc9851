package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long tables of sequences, from the file to predictions. */
class SequencesIT {
    @TempDir
    Path directory;

    /** Utterances of three speakers whose first coefficient falls, stays or rises; rows are shuffled. */
    private Path utterances(String name, int count, long seed, boolean labelOfStep) throws IOException {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double level = random.nextGaussian();
            int steps = 4 + random.nextInt(6);
            for (int step = 0; step < steps; step++) {
                level += 0.7 * (i % 3 - 1);
                String label = labelOfStep ? level > 0 ? "high" : "low" : "" + "ABC".charAt(i % 3);
                rows.add(String.format(
                        Locale.ROOT,
                        "u%d,%d,%.3f,%s,d%d,%s",
                        i,
                        step,
                        50 + 9 * level,
                        "xy".charAt(step % 2),
                        i % 7,
                        label));
            }
        }
        Collections.shuffle(rows, random);
        rows.add(0, "utterance,frame,c1,tone,day,speaker");
        return Files.write(directory.resolve(name), rows);
    }

    private Outcome compare(Path table, String out, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "compare",
                "--csv",
                table.toString(),
                "--sequence",
                "utterance",
                "--time",
                "frame",
                "--label",
                "speaker",
                "--ignore",
                "day",
                "--hidden",
                "lstm:8",
                "--learning-rate",
                "0.03",
                "--epochs",
                "4",
                "--repeats",
                "1",
                "--engine",
                "threads",
                "--no-progress",
                "--out",
                directory.resolve(out).toString()));
        all.addAll(List.of(more));
        return Outcome.of(all.toArray(String[]::new));
    }

    @Test
    void oneLabelASequence() throws IOException {
        Path train = utterances("train.csv", 45, 1, false);
        Path test = utterances("test.csv", 15, 2, false);

        Outcome run = compare(train, "run", "--arms", "plain,variational=0.2", "--folds", "3");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("column utterance: 45 sequences of 4 to 9 steps")
                .contains("predicted once for each sequence")
                .contains("data train.csv (own, 45 examples)");
        assertThat(run.err()).doesNotContain("DataVec");

        String model = directory.resolve("run/models/variational=0.2.zip").toString();
        Outcome predicted =
                Outcome.of("predict", model, "--csv", test.toString(), "--sequence", "utterance", "--samples", "4");

        assertThat(predicted.status()).as(predicted.err()).isZero();
        assertThat(predicted.lines()).hasSize(15).allMatch(line -> line.startsWith("u"));
        assertThat(predicted.err()).contains("columns: sequence,predicted,p(").contains("scores of 15 labelled rows");

        // The order of the file's rows changes nothing: steps are ordered by their times.
        List<String> rows = new ArrayList<>(Files.readAllLines(test));
        String header = rows.remove(0);
        Collections.sort(rows);
        rows.add(0, header);
        Path sorted = Files.write(directory.resolve("sorted.csv"), rows);
        Outcome again = Outcome.of("predict", model, "--csv", sorted.toString(), "--samples", "4");
        assertThat(again.lines()).containsExactlyInAnyOrderElementsOf(predicted.lines());
    }

    @Test
    void oneLabelAStep() throws IOException {
        Path table = utterances("steps.csv", 40, 3, true);

        Outcome run = compare(table, "steps", "--arms", "plain,dropout=0.2", "--folds", "2");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("it is predicted for each step").contains("2 outputs for each step");
        Outcome predicted = Outcome.of(
                "predict",
                directory.resolve("steps/models/plain.zip").toString(),
                "--csv",
                table.toString(),
                "--samples",
                "0");
        assertThat(predicted.lines()).hasSize(Files.readAllLines(table).size() - 1);
        assertThat(predicted.out()).contains("u0:1,");
    }

    /** The last step of each sequence is predicted, and has no answer. */
    @Test
    void theNextValue() throws IOException {
        Path table = utterances("train.csv", 24, 4, false);
        Path test = utterances("test.csv", 6, 5, false);
        List<Outcome> runs = new ArrayList<>();
        for (String column : List.of("c1", "tone")) {
            runs.add(Outcome.of(
                    "compare",
                    "--csv",
                    table.toString(),
                    "--sequence",
                    "utterance",
                    "--time",
                    "frame",
                    "--label",
                    "next:" + column,
                    "--hidden",
                    "lstm:4",
                    "--epochs",
                    "2",
                    "--arms",
                    "plain,dropout=0.2",
                    "--test",
                    test.toString(),
                    "--repeats",
                    "1",
                    "--engine",
                    "threads",
                    "--no-progress",
                    "--out",
                    directory.resolve(column).toString()));
        }

        assertThat(runs)
                .allSatisfy(run -> assertThat(run.status()).as(run.err()).isZero());
        assertThat(runs.get(0).out())
                .contains("label next:c1 is the value of column c1 at the next step")
                .contains("6 test sequences from");
        assertThat(runs.get(0).err()).doesNotContain("DataVec");
        for (String column : List.of("c1", "tone")) {
            Outcome predicted = Outcome.of(
                    "predict",
                    directory.resolve(column).resolve("models/plain.zip").toString(),
                    "--csv",
                    test.toString(),
                    "--samples",
                    "0");
            assertThat(predicted.status()).as(predicted.err()).isZero();
            int steps = Files.readAllLines(test).size() - 1;
            assertThat(predicted.lines()).hasSize(steps);
            assertThat(predicted.err()).contains("scores of %d labelled rows".formatted(steps - 6));
        }
    }

    @Test
    void groupsAndTestFilesAreOfWholeSequences() throws IOException {
        Path table = utterances("train.csv", 42, 1, false);
        Path test = utterances("test.csv", 12, 2, false);

        Outcome grouped = compare(table, "grouped", "--arms", "plain", "--group", "day", "--folds", "3");
        assertThat(grouped.status()).as(grouped.err()).isZero();
        Outcome tested = compare(table, "tested", "--arms", "plain", "--test", test.toString());
        assertThat(tested.status()).as(tested.err()).isZero();
        assertThat(tested.out()).contains("12 test sequences from");
    }

    @Test
    void whatDoesNotFitIsSaidBeforeTraining() throws IOException {
        Path table = utterances("train.csv", 12, 1, false);

        assertThat(compare(table, "a", "--group", "tone").err()).contains("are in different groups");
        assertThat(compare(table, "b", "--gap", "1").err()).contains("--time orders the steps");
        assertThat(compare(table, "c", "--group", "frame").err()).contains("need different columns");
        Outcome words = Outcome.of(
                "compare",
                "--csv",
                table.toString(),
                "--label",
                "speaker",
                "--hidden",
                "lstm:8",
                "--out",
                "" + directory.resolve("d"));
        assertThat(words.status()).isEqualTo(2);
        assertThat(words.err()).contains("--hidden lstm:8 needs --sequence");
        assertThat(directory.resolve("a")).doesNotExist();
    }
}
