package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with a file for each sequence, from the files to predictions. */
class SequenceFolderIT {
    @TempDir
    Path directory;

    /** Files of three classes whose first coefficient falls, stays or rises; the same rows in one long table. */
    private Path folder(String name, int each, long seed, String header) throws IOException {
        Random random = new Random(seed);
        List<String> table = new ArrayList<>(List.of("c1;tone;speaker;utterance"));
        int number = 0;
        for (String speaker : List.of("1", "2", "NO")) {
            Path parent = Files.createDirectories(directory.resolve(name).resolve(speaker));
            for (int i = 10; i < 10 + each; i++) {
                double level = random.nextGaussian();
                List<String> rows = new ArrayList<>(header.isEmpty() ? List.of() : List.of(header));
                int steps = 4 + random.nextInt(6);
                for (int step = 0; step < steps; step++) {
                    level += 0.7 * ("12N".indexOf(speaker.charAt(0)) - 1);
                    String row = String.format(Locale.GERMAN, "%.3f;%s", 50 + 9 * level, "xy".charAt(step % 2));
                    rows.add(row);
                    table.add("%s;%s;%d".formatted(row, speaker, number));
                }
                Files.write(parent.resolve("u%d.csv".formatted(i)), rows);
                number++;
            }
        }
        Files.write(directory.resolve(name + ".csv"), table);
        return directory.resolve(name);
    }

    private Outcome compare(String out, String... more) {
        return Outcome.of(Stream.concat(
                        Stream.of("compare"),
                        Stream.concat(
                                Stream.of(more),
                                Stream.of(
                                        "--hidden",
                                        "lstm:6",
                                        "--epochs",
                                        "3",
                                        "--repeats",
                                        "1",
                                        "--engine",
                                        "threads",
                                        "--no-progress",
                                        "--out",
                                        directory.resolve(out).toString())))
                .toArray(String[]::new));
    }

    private JsonNode arms(String run) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(run).resolve("summary.json").toFile())
                .path("arms");
    }

    /** The oracle is the long table of the same sequences. */
    @Test
    void aFolderIsItsLongTable() throws IOException {
        Path folder = folder("speakers", 6, 1, "c1;tone");

        Outcome run = compare("run", "--sequences", folder.toString(), "--arms", "plain,dropout=0.2", "--folds", "2");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("18 files in 3 class folders: 1 (6), 2 (6), NO (6)")
                .contains("the first row of each file is the header: c1, tone")
                .contains("column file: 18 sequences of 4 to 9 steps");
        Outcome table = compare(
                "table",
                "--csv",
                folder + ".csv",
                "--sequence",
                "utterance",
                "--label",
                "speaker",
                "--text",
                "speaker",
                "--arms",
                "plain,dropout=0.2",
                "--folds",
                "2");
        assertThat(table.status()).as(table.err()).isZero();
        assertThat(arms("run")).isNotEmpty().isEqualTo(arms("table"));

        String model = directory.resolve("run/models/plain.zip").toString();
        Path one = folder.resolve("2/u11.csv");
        Outcome predicted = Outcome.of("predict", model, "--csv", one.toString(), "--samples", "0");
        assertThat(predicted.status()).as(predicted.err()).isZero();
        assertThat(predicted.lines()).singleElement().asString().startsWith(one + ",");
        assertThat(predicted.err()).contains("its rows are the steps of one sequence");

        Outcome all =
                Outcome.of("predict", model, "--csv", folder + ".csv", "--sequence", "utterance", "--samples", "0");
        assertThat(all.lines()).hasSize(18);
        String ofOne = predicted.out().strip().substring(one.toString().length());
        assertThat(all.lines().get(7)).isEqualTo("7" + ofOne);
    }

    @Test
    void filesWithoutHeaderAndTestSequences() throws IOException {
        folder("both/train", 12, 1, "");
        folder("both/test", 2, 2, "");
        Files.deleteIfExists(directory.resolve("both/train.csv"));
        Path both = directory.resolve("both");

        Outcome run = compare("tested", "--sequences", both.toString(), "--arms", "plain");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("the files have no header")
                .contains("6 test sequences from " + both.resolve("test"))
                .contains("1 ignored: files outside the class folders");
        Outcome predicted = Outcome.of(
                "predict",
                directory.resolve("tested/models/plain.zip").toString(),
                "--csv",
                both.resolve("test/NO/u10.csv").toString(),
                "--samples",
                "0");
        assertThat(predicted.status()).as(predicted.err()).isZero();
        assertThat(predicted.lines()).hasSize(1);
    }

    /** One number a step. */
    @Test
    void filesOfOneColumn() throws IOException {
        for (int i = 0; i < 12; i++) {
            Path parent = Files.createDirectories(directory.resolve("one").resolve(i % 2 == 0 ? "up" : "down"));
            int sign = i % 2 == 0 ? 1 : -1;
            Files.writeString(
                    parent.resolve(i + ".txt"), "%d.5\n%d.25\n%d.125\n".formatted(sign, 2 * sign, 3 * sign + i));
        }

        Outcome run = compare("ones", "--sequences", directory.resolve("one").toString(), "--arms", "plain");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("column file: 12 sequences of 3 steps");
    }

    @Test
    void aFaultIsOneLineThatNamesTheFile() throws IOException {
        Path folder = folder("faulty", 3, 1, "c1;tone");
        Path odd = folder.resolve("2/u11.csv");

        Files.writeString(odd, "c1;pitch\n1,5;x\n2,5;y\n");
        assertRefused(folder, odd + ": other columns (c1, pitch) than " + folder.resolve("1/u10.csv") + " (c1, tone)");
        Files.writeString(odd, "");
        assertRefused(folder, odd + ": the file has no rows");
        Files.writeString(odd, "c1;tone\n");
        assertRefused(folder, odd + ": no rows below the header");
        Files.writeString(odd, "c1;tone\n1,5;x\n2,5;y;z\n");
        assertRefused(folder, odd + ", line 3: 3 cells");
        Files.delete(odd);
        Files.createSymbolicLink(odd, odd);
        assertRefused(folder, odd + ": a symbolic link that is broken or leads to itself");
        Files.delete(odd);
        Files.createSymbolicLink(folder.resolve("3"), folder);
        assertRefused(folder, folder.resolve("3") + ": a symbolic link that is broken or leads to itself");
        Files.delete(folder.resolve("3"));
        Files.createDirectory(folder.resolve("4"));
        assertRefused(folder, folder.resolve("4") + ": no files");
        Path renamed = Files.createDirectory(directory.resolve("renamed"));
        assertRefused(renamed, renamed + ": no subfolders");
        assertRefused(folder.resolve("1"), "no subfolders");
        assertRefused(directory.resolve("nowhere"), "does not exist");
        assertThat(compare("x", "--sequences", folder.toString(), "--label", "tone")
                        .err())
                .contains("--label needs --csv");
    }

    /** A class cannot be called as missing values are. */
    @Test
    void aClassThatReadsAsMissingIsRefused() throws IOException {
        Path folder = folder("named", 3, 1, "c1;tone");
        Files.move(folder.resolve("NO"), folder.resolve("NA"));

        assertRefused(folder, "rename those that are alike or mean a missing value");
    }

    private void assertRefused(Path folder, String message) {
        Outcome run = compare("refused", "--sequences", folder.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().strip().lines()).singleElement().asString().contains(message);
        assertThat(directory.resolve("refused")).doesNotExist();
    }
}
