package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.image.PictureFolders;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user types, up to the point where training would begin. */
class LabTest {
    private static final String TRAINING_IMAGES = "train-images-idx3-ubyte.gz";
    private static final String TRAINING_LABELS = "train-labels-idx1-ubyte.gz";

    /** What commands are given, and must leave as it is: {@code DIR} in what is typed. */
    @TempDir
    private static Path inputs;

    /** Of one command: {@code OUT} in what is typed. */
    @TempDir
    private Path directory;

    @BeforeAll
    static void layOutData() throws IOException {
        Path file = inputs.resolve("data/sonar/sonar.all-data");
        Files.createDirectories(file.getParent());
        Files.write(file, SonarData.syntheticFile());
        StringBuilder own = new StringBuilder("a,b,kind\n");
        for (int i = 0; i < 40; i++) {
            own.append(i * 0.7).append(i == 1 ? "," : "," + i % 7).append(i % 2 == 0 ? ",x\n" : ",y\n");
        }
        Files.writeString(inputs.resolve("own.csv"), own);
        layOutBadTables(Files.createDirectory(inputs.resolve("bad")));
        layOutBadImages(inputs.resolve("images"));
    }

    private static void layOutBadTables(Path bad) throws IOException {
        String good = "a,b,kind\n1,x,u\n2,y,v\n";
        Files.writeString(bad.resolve("same.csv"), "a,kind\n1,u\n2,u\n");
        Files.writeString(bad.resolve("ragged.csv"), good + "3,z\n");
        Files.writeString(bad.resolve("quote.csv"), good + "3,\"z,u\n4,x,v\n");
        Files.writeString(bad.resolve("empty.csv"), "");
        Files.writeString(bad.resolve("header.csv"), "a,b,kind\n");
        Files.write(bad.resolve("latin.csv"), (good + "3,caf\u00e9,u\n").getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder many = new StringBuilder("mass,id,kind\n");
        for (int i = 0; i < 10_000; i++) {
            many.append(i == 4998 ? "heavy" : i / 2.0).append(",c").append(i).append(i % 2 == 0 ? ",u\n" : ",v\n");
        }
        Files.writeString(bad.resolve("many.csv"), many);
    }

    private static void layOutBadImages(Path images) throws IOException {
        PictureFolders.layOut(images.resolve("broken"), 2, 2);
        byte[] whole;
        try (Stream<Path> files = Files.list(images.resolve("broken/a"))) {
            whole = Files.readAllBytes(files.findFirst().orElseThrow());
        }
        Files.write(images.resolve("broken/a/cut.png"), Arrays.copyOf(whole, whole.length / 2));
        PictureFolders.layOut(images.resolve("one"), 1, 1);
        PictureFolders.layOut(images.resolve("few"), 2, 3);
        Files.createDirectories(images.resolve("none/a"));
        Files.createDirectories(images.resolve("none/b"));
        Files.createDirectories(images.resolve("half/train/a"));
    }

    static Stream<Arguments> wrongUsage() {
        return Stream.of(
                Arguments.of("", "Missing required subcommand"),
                Arguments.of("fly", "Unmatched argument at index 0: 'fly'"),
                Arguments.of("run", "Missing required parameter: 'STUDY'"),
                Arguments.of("run moon", "unknown study 'moon'; studies: sonar, tips, cifar10,"),
                Arguments.of("run operators --epochs 3", "the only option it takes is --seed, not --epochs"),
                Arguments.of("run sonar --arms plain-slow,wild", "no arm 'wild' in study sonar (its arms: plain-slow,"),
                Arguments.of("run mnist-datasize --train-size 500", "differ in their training examples"),
                Arguments.of("run mnist-datasize --epochs 5", "differ in their epochs"),
                Arguments.of("run sonar --turbo", "Unknown option: '--turbo'"),
                Arguments.of("run sonar --quick --full", "mutually exclusive"),
                Arguments.of("run sonar --epochs many", "'many' is not an int"),
                Arguments.of("run sonar --epochs 0", "epochs must be from 1 to 1000000, not 0"),
                Arguments.of("run sonar --folds 1", "folds must be at least 2, not 1"),
                Arguments.of("run sonar --folds 98", "98 folds need at least 98 examples of each class"),
                Arguments.of("run sonar --repeats -1", "repeats must be from 1 to 1000, not -1"),
                Arguments.of("run sonar --train-size 1", "train size must be at least 2, not 1"),
                Arguments.of("run sonar --train-size 500", "exceeds the 187 examples of a training fold"),
                Arguments.of("run sonar --workers 0", "--workers must be from 1 to 1024, not 0"),
                Arguments.of(
                        "run sonar --rope -1",
                        "--rope: the region of practical equivalence must be at least 0, not -1.0"),
                Arguments.of("resume DIR", "no manifest.json"),
                Arguments.of("run sonar --seed 99999999999999999999", "is not a long"),
                Arguments.of("run sonar --engine spark", "Spark is not on the class path"),
                Arguments.of("doctor --master spark://here:7077", "Spark is not on the class path"),
                Arguments.of("doctor --engine threads", "doctor --engine takes spark only, not 'threads'"),
                Arguments.of("doctor --engine spark --timeout 0", "--timeout must be at least 1, not 0"),
                Arguments.of(
                        "run sonar --data invented",
                        "--data takes auto, real, synthetic or a data set (sonar, cifar10, mnist, japanese-vowels, temporal-order-20, temporal-order-50, temporal-order-100), not 'invented'"),
                Arguments.of("run sonar --data mnist", "study sonar has no data set 'mnist'; it has: sonar"),
                Arguments.of(
                        "run tips --data real,cifar10", "study tips has no data set 'cifar10'; it has: sonar, mnist"),
                Arguments.of(
                        "run tips --data sonar,mnist", "takes one data set and one of auto, real, synthetic, not both"),
                Arguments.of("run tips --data real --data synthetic", "not both real and synthetic"),
                Arguments.of(
                        "run tips --data , --out OUT",
                        "or a data set (sonar, cifar10, mnist, japanese-vowels, temporal-order-20, temporal-order-50, temporal-order-100), not ''"),
                Arguments.of("run sonar --out DIR --resume DIR", "mutually exclusive"),
                Arguments.of("run sonar --out DIR", "is not empty"),
                Arguments.of("run sonar --out DIR/data/sonar/sonar.all-data", "is a file"),
                Arguments.of("run sonar --resume DIR", "no manifest.json"),
                Arguments.of("tune sonar", "each --param needs one --values"),
                Arguments.of("tune moon --param rate --values 0,1", "unknown study 'moon'"),
                Arguments.of("tune sonar --param rate", "each --param needs one --values"),
                Arguments.of("tune sonar --param speed --values 1,2", "--param takes one of rate, learning-rate,"),
                Arguments.of(
                        "tune sonar --param rate --values 0.1,1.2",
                        "rate: drop probability must be in [0, 1), not 1.2"),
                Arguments.of("tune sonar --param rate --values 0.1,x", "'x' in '0.1,x' is not a number"),
                Arguments.of("tune sonar --param rate --values 0.1,0.1", "must be distinct"),
                Arguments.of("tune sonar --param rate --values 0.1,...,0.5", "… needs two numbers before it"),
                Arguments.of("tune sonar --param rate --values 0,0.1,...,-1", "steps of 0.1 never reach -1"),
                Arguments.of("tune sonar --param rate --values 0..0.8", "needs --budget, the number of candidates"),
                Arguments.of("tune sonar --param rate --values 0.8..0.1 --budget 3", "a range must be ascending"),
                Arguments.of(
                        "tune sonar --param rate --values 0,0.1 --search random",
                        "needs the number of candidates: --budget N"),
                Arguments.of("tune sonar --param rate --values 0,0.1 --search grid --budget 3", "leave out --budget"),
                Arguments.of(
                        "tune sonar --param rate --values 0,0.1 --budget 1",
                        "the budget must be from 2 to 1,000 candidates"),
                Arguments.of(
                        "tune sonar --param rate --values 0,0.1 --search halving --keep-one-of 1",
                        "--keep-one-of: successive halving keeps one of 2 to 10 candidates"),
                Arguments.of(
                        "tune sonar --arm plain-slow --param rate --values 0,0.1",
                        "arm plain-slow has no rate (drop probability of everything the arm drops); arms that do:"
                                + " visible-slow,"),
                Arguments.of("tune sonar --arm wild --param rate --values 0,0.1", "no arm 'wild' in study sonar"),
                Arguments.of(
                        "tune sonar --param rate --values 0,0.1 --param rate --values 0,1",
                        "tune at least one parameter, and each only once"),
                Arguments.of(
                        "tune sonar --param learning-rate --values 0..1 --budget 3", "must start above 0, not at 0.0"),
                Arguments.of(
                        "tune sonar --param learning-rate --values 0,0.1", "learning rate must be a positive number"),
                Arguments.of("tune sonar --param width --values 1,1000000", "at most 100,000 units"),
                Arguments.of(
                        "tune sonar --param rate --values 0,0.1 --validation 1",
                        "must be greater than 0 and less than 1"),
                Arguments.of("tune sonar --param rate --values 0,0.1 --out DIR", "is not empty"),
                Arguments.of("tune sonar --resume DIR", "no manifest.json"),
                Arguments.of(
                        "tune regularizers --arm dropout --param rate --values 0.1,0.2",
                        "already chooses its own values"),
                Arguments.of(
                        "tune mnist-datasize --param rate --values 0.1,0.2 --arm dropout-500",
                        "has its own number of training examples"),
                Arguments.of(
                        "compare",
                        "Missing required argument (specify one of these): (--csv=FILE | --images=DIR | --sequences=DIR)"),
                Arguments.of("compare --csv DIR/own.csv", "--label is required: the column of"),
                Arguments.of("compare --csv DIR/own.csv", "for example ./lab compare --csv"),
                Arguments.of("compare --csv DIR/own.csv --images DIR --label kind", "mutually exclusive"),
                Arguments.of("compare --images DIR --label kind", "--label needs --csv"),
                Arguments.of("compare --images DIR --hidden 3", "--hidden needs --csv"),
                Arguments.of("compare --images DIR --size big", "is not an image size"),
                Arguments.of("compare --csv DIR/own.csv --label kind --size 3x3", "--size needs --images"),
                Arguments.of("compare --csv DIR/none.csv --label x", "none.csv does not exist"),
                Arguments.of("compare --csv DIR/own.csv --label size", "no column named 'size'; columns: a, b, kind"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --arms plain,dropuot=0.3", "did you mean dropout?"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --arms plain,dropout=1.3",
                        "must be in [0, 1), not 1.3"),
                Arguments.of("compare --csv DIR/own.csv --label kind --arms plain,plain", "is listed twice"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --arms plain,spatial=0.3",
                        "this network has no convolutional layer"),
                Arguments.of("compare --csv DIR/own.csv --label kind --arms plain,flip", "rows of a table"),
                Arguments.of("compare --csv DIR/own.csv --label kind --hidden 0", "at least one unit, not 0"),
                Arguments.of("compare --csv DIR/own.csv --label kind --hidden 3 --config x", "mutually exclusive"),
                Arguments.of("compare --csv DIR/own.csv --label kind --config DIR/none.json", "does not exist"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --config DIR/own.csv", "not a network configuration"),
                Arguments.of("compare --csv DIR/own.csv --label kind --task regression", "'x' is not a number"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --missing refuse", "line 3: missing value in column b"),
                Arguments.of("compare --csv DIR/own.csv --label kind --folds 1", "folds must be at least 2, not 1"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --group kind",
                        "column kind is the label; the rows cannot be split by it as well"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --group size",
                        "no column named 'size'; columns: a, b, kind"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --group a --time b",
                        "--group and --time cannot be combined; use one of them"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --group a --split a",
                        "column a cannot have two roles in a split"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --time a --split b",
                        "--time and --split each say what the test data are; use one of them"),
                Arguments.of("compare --csv DIR/own.csv --label kind --gap 2", "--gap needs --time"),
                Arguments.of("compare --csv DIR/own.csv --label kind --time a --gap -1", "--gap must be at least 0"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --time a --train-size 5",
                        "splits by time have no train size"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --time b",
                        "column b, which splits the rows, has no value, or none like the others, in 1 of "),
                Arguments.of("compare --csv DIR/own.csv --label a --time kind", "'x' is neither a number nor a date"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label a --split kind", "'x' is no part of a split; use train,"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --test DIR/nowhere.csv", "nowhere.csv does not exist"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --test DIR/own.csv --folds 3",
                        "test data of its own and no folds"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --folds 2 --momentum 2", "momentum must be in [0, 1)"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label kind --optimizer adam --momentum 0.9",
                        "--momentum needs --optimizer sgd"),
                Arguments.of(
                        "compare --csv DIR/own.csv --label a --task regression --arms plain,label-smoothing=0.1",
                        "the target is a number"),
                Arguments.of("compare --csv DIR/own.csv --label kind --out DIR", "is not empty"),
                Arguments.of(
                        "compare --csv DIR/bad/same.csv --label kind",
                        "bad/same.csv: the label column kind is u in every row; there is nothing to learn"),
                Arguments.of(
                        "compare --csv DIR/bad/ragged.csv --label kind",
                        "bad/ragged.csv, line 4: 2 cells, but the first row has 3"),
                Arguments.of("compare --csv DIR/bad/quote.csv --label kind", "bad/quote.csv, line 4: unclosed quote"),
                Arguments.of("compare --csv DIR/bad/empty.csv --label kind", "bad/empty.csv: the file has no rows"),
                Arguments.of(
                        "compare --csv DIR/bad/header.csv --label kind", "bad/header.csv: no rows below the header"),
                Arguments.of(
                        "compare --csv DIR/bad/latin.csv --label kind --encoding UTF-8",
                        "bad/latin.csv: not UTF-8; try another --encoding"),
                Arguments.of(
                        "compare --csv DIR/bad/latin.csv --label kind --encoding Latin-0",
                        "--encoding: no encoding is named 'Latin-0'"),
                Arguments.of(
                        "compare --csv DIR/bad/many.csv --label kind --ignore id",
                        "bad/many.csv, line 5000, column mass: 'heavy' is not a number (--skip-bad-rows leaves the row out)"),
                Arguments.of(
                        "compare --csv DIR/bad/many.csv --label kind --ignore mass",
                        "bad/many.csv: no columns left to predict kind from"),
                Arguments.of(
                        "compare --csv DIR/bad/many.csv --label id --ignore mass",
                        "bad/many.csv: the label column id has more than 100 classes; is it the right column?"),
                Arguments.of("compare --csv DIR/bad --label kind", "bad is not a file"),
                Arguments.of(
                        "compare --images DIR/nowhere",
                        "nowhere does not exist; expected a folder with one subfolder of images"),
                Arguments.of("compare --images DIR/own.csv", "own.csv is not a folder"),
                Arguments.of("compare --images DIR/images/none", "images/none/a: no images"),
                Arguments.of("compare --images DIR/images/none/a", "images/none/a: no subfolders"),
                Arguments.of("compare --images DIR/images/one", "images/one: a is the only class"),
                Arguments.of("compare --images DIR/images/half", "found train, but not both train and test"),
                Arguments.of("compare --images DIR/images/broken", "images/broken/a/cut.png: "),
                Arguments.of(
                        "compare --images DIR/images/few --size 16x16",
                        "images need at least 22×22; choose a larger --size"),
                Arguments.of(
                        "compare --images DIR/images/few --train-size 5",
                        "train size 5 exceeds the 4 examples of a training fold"),
                Arguments.of("compare --images DIR/images/few --group a", "--group needs --csv"),
                Arguments.of("predict", "Missing required parameter: 'MODEL'"),
                Arguments.of("predict DIR/model.zip", "specify one of these): (--csv=FILE | --images=PATH)"),
                Arguments.of(
                        "predict DIR/model.zip --csv -",
                        "model.zip does not exist; pass a model saved by a run: RUN/models/ARM.zip"),
                Arguments.of("predict DIR --csv -", "is not a file; pass a model saved by a run"),
                Arguments.of(
                        "predict DIR/data/sonar/sonar.all-data --csv -", "not a saved model (not a valid zip file)"),
                Arguments.of("predict DIR/model.zip --csv - --samples -1", "samples must be from 0 to 10,000, not -1"),
                Arguments.of("predict DIR/model.zip --csv - --samples many", "'many' is not an int"),
                Arguments.of("predict DIR/model.zip --csv - --interval 1", "between 0 and 1, not 1.0"),
                Arguments.of("predict DIR/model.zip --csv - --format xml", "expected one of [CSV, JSON]"),
                Arguments.of("report DIR", "no manifest.json"),
                Arguments.of("data fetch moon", "unknown data set 'moon'; data sets: sonar, cifar10, mnist"),
                Arguments.of("data verify sonar", "not identical to the publisher's files"));
    }

    @ParameterizedTest
    @MethodSource("wrongUsage")
    void wrongUsageIsOneLineStatusTwoAndNothingWritten(String typed, String message) throws IOException {
        List<Path> before = files();

        Outcome outcome = lab(typed);

        assertThat(outcome.err()).contains(message);
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(outcome.err()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(files()).isEqualTo(before);
    }

    /** A recorded cluster is Spark's: another engine must not get it. Oracle: what refuses the command that is repeated. */
    @ParameterizedTest
    @CsvSource({
        "'', Spark is not on the class path",
        "--engine spark, Spark is not on the class path",
        "--master spark://there:7077, Spark is not on the class path",
        "--engine threads, is a run of study tiny",
        "--engine local --workers 1, is a run of study tiny",
        "--engine threads --master spark://there:7077, add --engine spark"
    })
    void aRunOnAClusterIsResumedByAnyEngine(String typed, String message) {
        String word = "./lab run sonar --engine spark --master=spark://here:7077 --data synthetic --no-progress";
        RunDirectory run = RunDirectory.at(directory.resolve("run"));
        run.write(new Manifest(
                Results.study(1),
                1,
                new DataInfo("sonar", Provenance.SYNTHETIC, "sha256:of others", 208, List.of()),
                "here",
                List.of(Manifest.Session.begin(
                        List.of(word.split(" ")),
                        new Backend.Status("CpuBackend", "", "OPENBLAS", true, 1, "float", 1L << 30),
                        "spark",
                        2,
                        Map.of()))));

        Outcome outcome = lab(("resume OUT/run " + typed).strip());

        assertThat(outcome.err()).contains(message).hasLineCount(1);
        assertThat(outcome.status()).isEqualTo(2);
    }

    /** What a download that broke off, a mix-up of files or another data set leaves behind. */
    static Stream<Arguments> badDigits() throws IOException {
        byte[] cut = idx(60_000 * 784, 0x803, 60_000, 28, 28);
        return Stream.of(
                Arguments.of("cut short", TRAINING_IMAGES, Arrays.copyOf(cut, cut.length / 2), "truncated after"),
                Arguments.of("not compressed", TRAINING_IMAGES, new byte[] {0, 0, 8, 3}, "not a gzip file"),
                Arguments.of(
                        "labels for images",
                        TRAINING_IMAGES,
                        idx(60_000, 0x801, 60_000),
                        "the magic number is 0x00000801 (labels), expected 0x00000803 (images)"),
                Arguments.of(
                        "the test images",
                        TRAINING_IMAGES,
                        idx(0, 0x803, 10_000, 28, 28),
                        "the header announces 10,000 images, expected 60,000"),
                Arguments.of(
                        "larger images",
                        TRAINING_IMAGES,
                        idx(0, 0x803, 60_000, 32, 32),
                        "the images are 32x32, expected 28x28"),
                Arguments.of(
                        "images missing",
                        TRAINING_IMAGES,
                        idx(784, 0x803, 60_000, 28, 28),
                        "truncated: 800 bytes unpacked, expected 47,040,016"),
                Arguments.of(
                        "an eleventh class",
                        TRAINING_LABELS,
                        gzip(ByteBuffer.allocate(8 + 60_000)
                                .putInt(0x801)
                                .putInt(60_000)
                                .put(8 + 6, (byte) 10)
                                .array()),
                        "record 7 (byte 15): label 10, expected 0 to 9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badDigits")
    void badDataAreRefusedInOneLineBeforeAnythingIsWritten(String what, String name, byte[] bytes, String message)
            throws IOException {
        Path digits = Files.createDirectories(directory.resolve("digits/mnist"));
        if (!name.equals(TRAINING_IMAGES)) {
            Files.write(digits.resolve(TRAINING_IMAGES), idx(60_000 * 784, 0x803, 60_000, 28, 28));
        }
        for (String other : List.of(TRAINING_LABELS, "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
            Files.write(digits.resolve(other), new byte[0]);
        }
        Files.write(digits.resolve(name), bytes);
        List<Path> before = files();

        Outcome outcome = lab("run mnist-noise --data real --data-dir OUT/digits --out OUT/run");

        assertThat(outcome.err().strip())
                .startsWith("lab: " + digits.resolve(name))
                .contains(message)
                .contains("./lab data fetch mnist");
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(files()).isEqualTo(before);
    }

    /** A compressed idx file: the header, and bytes of 0. */
    private static byte[] idx(int entries, int... header) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + entries);
        for (int number : header) {
            bytes.putInt(number);
        }
        return gzip(bytes.array());
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void helpNamesEveryOptionOfRun() {
        assertThat(lab("run --help").out())
                .contains("--arms", "--repeats", "--folds", "--epochs", "--train-size", "--quick", "--full", "--seed")
                .contains("--workers", "--engine", "--data-dir", "--data", "--out", "--resume", "--no-progress");
    }

    @Test
    void listNamesStudiesArmsAndWhereDataWouldComeFrom() {
        Outcome outcome = lab("list");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains("plain-slow", "dropconnect-fast", "operators: ", "found in " + inputs.resolve("data"));
        assertThat(outcome.out()).containsPattern("data set sonar\n    --data mnist: 3 seeds, .* epochs\n    plain ");
        assertThat(lab("list --data-dir DIR/nowhere").out()).contains("downloaded when needed (87,776 bytes)");
    }

    private Outcome lab(String typed) {
        List<String> arguments = new ArrayList<>();
        for (String word : typed.split(" ", -1)) {
            if (!word.isEmpty()) {
                arguments.add(word.replace("DIR", inputs.toString()).replace("OUT", directory.toString()));
            }
        }
        boolean readsData = typed.startsWith("run sonar") || typed.startsWith("data") || typed.startsWith("list");
        if (readsData && !typed.contains("--data-dir")) {
            arguments.add("--data-dir");
            arguments.add(inputs.resolve("data").toString());
        }
        return Outcome.of(arguments.toArray(String[]::new));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> given = Files.walk(inputs);
                Stream<Path> made = Files.walk(directory)) {
            return Stream.concat(given, made).sorted().toList();
        }
    }
}
