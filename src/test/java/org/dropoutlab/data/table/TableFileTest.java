package org.dropoutlab.data.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataSource;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.data.table.TableOptions.Goal;
import org.dropoutlab.data.table.TableSchema.Categorical;
import org.dropoutlab.data.table.TableSchema.Ignored;
import org.dropoutlab.data.table.TableSchema.Label;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.Numeric;
import org.dropoutlab.data.table.TableSchema.Task;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TableFileTest {
    private static final TableOptions FOUND_OUT = TableOptions.defaults();
    private static final String WORKED =
            """
            id,colour,weight,kind
            a,red,1.5,cat
            b,blue,NA,dog
            c,?,-2e1,dog
            d,red,.25,cat
            """;

    @TempDir
    private Path directory;

    /** By hand: colour has the categories red and blue, in the order in which they appear. */
    @Test
    void aWorkedExample() {
        TableFile file = read(WORKED, "kind", FOUND_OUT.withIgnored(List.of("id")));

        assertThat(file.schema())
                .isEqualTo(new TableSchema(
                        ',',
                        true,
                        List.of(
                                new Ignored("id"),
                                new Categorical("colour", List.of("red", "blue")),
                                new Numeric("weight"),
                                new Label("kind")),
                        Task.BINARY,
                        List.of("cat", "dog"),
                        MissingValues.IMPUTE,
                        TableSchema.UnseenCategories.IGNORE));
        assertThat(file.schema().inputs()).isEqualTo(3);
        assertThat(file.schema().inputNames()).containsExactly("colour=red", "colour=blue", "weight");
        assertThat(file.schema().label()).isEqualTo("kind");
        assertThat(file.schema().labelIndex()).isEqualTo(3);
        assertThat(file.schema().outputs()).isEqualTo(1);
        assertThat(Arrays.deepToString(file.table().features().rows()))
                .isEqualTo("[[1.0, 0.0, 1.5], [0.0, 1.0, NaN], [0.0, 0.0, -20.0], [1.0, 0.0, 0.25]]");
        assertThat(file.table().labels()).containsExactly(0, 1, 1, 0);
        assertThat(file.table().classes()).containsExactly("cat", "dog");
        assertThat(file.loaded().info().provenance()).isEqualTo(Provenance.OWN);
        assertThat(file.loaded().info().fingerprint()).isEqualTo("sha256:" + Checksum.sha256(WORKED.getBytes(UTF_8)));
        assertThat(file.loaded().info().examples()).isEqualTo(4);
    }

    /** Oracle: the same content in its plainest form. */
    @ParameterizedTest
    @MethodSource("sameContents")
    void formsThatMeanTheSame(UnaryOperator<String> change) {
        TableFile plain = read(WORKED, "kind", FOUND_OUT);
        TableFile other = read(change.apply(WORKED), "kind", FOUND_OUT);

        assertThat(other.schema().columns()).isEqualTo(plain.schema().columns());
        assertThat(Arrays.deepToString(other.table().features().rows()))
                .isEqualTo(Arrays.deepToString(plain.table().features().rows()));
        assertThat(other.table().labels()).isEqualTo(plain.table().labels());
    }

    static Stream<UnaryOperator<String>> sameContents() {
        return Stream.of(
                text -> "\uFEFF" + text,
                text -> text.replace("\n", "\r\n"),
                text -> text + "\n\n  \n",
                text -> "\n" + text,
                text -> text.stripTrailing(),
                text -> text.replace(",", " , "),
                text -> text.replace("red", "\"red\"").replace("id", "\"id\""),
                text -> text.replace("NA", "").replace("?", "n/a"),
                text -> text.replace("NA", "NaN").replace("?", "NULL"),
                text -> text.replace(',', ';'),
                text -> text.replace(',', '\t'),
                text -> text.replace(',', '|'));
    }

    /** Names, numbers and texts of any kind, written with any separator, some quoted: read back as they were. */
    @Property(tries = 300, seed = "20140615")
    void aTableThatIsWrittenIsReadBack(
            @ForAll @IntRange(min = 1, max = 6) int columns,
            @ForAll @IntRange(min = 3, max = 30) int rows,
            @ForAll @IntRange(min = 0, max = 3) int separatorIndex,
            @ForAll boolean header,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        char separator = ",;\t|".charAt(separatorIndex);
        int label = random.nextInt(columns + 1);
        List<List<String>> cells = new ArrayList<>();
        List<String> names = IntStream.rangeClosed(0, columns)
                .mapToObj(i -> text(random) + i)
                .toList();
        boolean[] numeric = new boolean[columns + 1];
        for (int column = 0; column <= columns; column++) {
            numeric[column] = random.nextBoolean();
        }
        for (int row = 0; row < rows; row++) {
            List<String> line = new ArrayList<>();
            for (int column = 0; column <= columns; column++) {
                String filled = column == label
                        ? "class " + (row < 2 ? row : random.nextInt(3))
                        : numeric[column] ? Double.toString(random.nextGaussian() * 100) : text(random);
                line.add(column != label && row > 0 && random.nextInt(8) == 0 ? "" : filled);
            }
            cells.add(line);
        }
        StringBuilder written = new StringBuilder();
        if (header) {
            written.append(line(names, separator, random));
        }
        cells.forEach(line -> written.append(line(line, separator, random)));
        Path file = Files.createTempFile("table", ".csv");
        try {
            Files.writeString(file, written);

            TableFile read = TableFile.read(
                    file,
                    Integer.toString(label),
                    FOUND_OUT.withSeparator(separator).withHeader(header));

            for (int row = 0; row < rows; row++) {
                assertThat(read.table().features().row(row))
                        .as("row %d of %n%s", row, written)
                        .containsExactly(expected(cells, row, label, numeric));
                assertThat(read.table().classes().get(read.table().labels()[row]))
                        .isEqualTo(cells.get(row).get(label));
            }
            if (header) {
                assertThat(read.schema().columns())
                        .extracting(TableSchema.Column::name)
                        .isEqualTo(names);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static double[] expected(List<List<String>> cells, int row, int label, boolean[] numeric) {
        List<Double> inputs = new ArrayList<>();
        for (int i = 0; i < numeric.length; i++) {
            int column = i;
            String cell = cells.get(row).get(column);
            if (column == label) {
                continue;
            }
            if (numeric[column]) {
                inputs.add(cell.isEmpty() ? Double.NaN : Double.parseDouble(cell));
            } else {
                cells.stream()
                        .map(line -> line.get(column))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                        .forEach(category -> inputs.add(category.equals(cell) ? 1.0 : 0));
            }
        }
        return inputs.stream().mapToDouble(d -> d).toArray();
    }

    private static String text(Random random) {
        List<String> words =
                List.of("é", "two words", "a,b;c|d", "say \"so\"", "x\ty", "first\nsecond", "back\\slash", "#7");
        return words.get(random.nextInt(words.size()));
    }

    private static String line(List<String> cells, char separator, Random random) {
        return cells.stream()
                        .map(cell -> random.nextInt(3) == 0 || !cell.matches("[^,;|\\t\\n\"]*")
                                ? '"' + cell.replace("\"", "\"\"") + '"'
                                : cell)
                        .collect(Collectors.joining(Character.toString(separator)))
                + "\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            value = {
                "names over numbers         / a,b|1,x|2,y       / b / true",
                "numbers alone              / 1,2|3,4|5,6       / 1 / false",
                "texts over texts           / a,b|x,y|z,w       / 1 / false",
                "the label's name           / a,b|x,y|z,w       / b / true",
                "a number is no name        / 0,1|3,x|5,y       / 1 / false",
                "a number among the names   / a,2|3,x|5,y       / 1 / false",
                "an index without a name    / ,b,c|0,1,x|1,2,y  / c / true",
                "values missing in row one  / NA,x|1,x|2,y      / 1 / false",
            })
    void findsAHeader(String name, String rows, String label, boolean header) {
        TableFile file = read(rows.replace('|', '\n'), label, FOUND_OUT);

        assertThat(file.schema().header()).isEqualTo(header);
        assertThat(file.table().size()).isEqualTo(header ? 2 : 3);
        assertThat(file.decisions())
                .contains(
                        header
                                ? "columns are separated by ',', and the first row is the header"
                                : "columns are separated by ',', and there is no header: columns are numbered from 0");
    }

    @Test
    void whoSaysWhetherThereIsAHeaderIsBelieved() {
        assertThat(read("a,b\n1,x\n2,y\n", "1", FOUND_OUT.withHeader(false))
                        .table()
                        .size())
                .isEqualTo(3);
        assertThat(read("7,8\n1,x\n2,y\n", "8", FOUND_OUT.withHeader(true))
                        .schema()
                        .label())
                .isEqualTo("8");
    }

    @Test
    void aNameWinsOverANumber() {
        String rows = "1,x,0\n5,a,7\n6,b,9\n";

        assertThat(read(rows, "1", FOUND_OUT.withHeader(true)).schema().labelIndex())
                .isEqualTo(0);
        assertThat(read(rows, "2", FOUND_OUT.withHeader(true)).schema().labelIndex())
                .isEqualTo(2);
    }

    static Stream<Arguments> labels() {
        return Stream.of(
                Arguments.of(List.of("yes", "no", "yes"), Task.BINARY, List.of("yes", "no")),
                Arguments.of(List.of("c", "a", "b"), Task.MULTI_CLASS, List.of("c", "a", "b")),
                Arguments.of(List.of("3", "1", "1.0", "-2"), Task.MULTI_CLASS, List.of("-2", "1", "3")),
                Arguments.of(List.of("1", "0", "-0"), Task.BINARY, List.of("0", "1")),
                Arguments.of(List.of("10", "9", "9"), Task.BINARY, List.of("9", "10")),
                Arguments.of(List.of("1.5", "1", "2"), Task.REGRESSION, List.of()),
                Arguments.of(numbers(20), Task.MULTI_CLASS, numbers(20)),
                Arguments.of(numbers(21), Task.REGRESSION, List.of()));
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @ParameterizedTest
    @MethodSource("labels")
    void findsTheTask(List<String> labels, Task task, List<String> classes) {
        String rows = labels.stream().map(label -> "1," + label + "\n").collect(Collectors.joining());

        TableFile file = read(rows, "1", FOUND_OUT);

        assertThat(file.schema().task()).isEqualTo(task);
        assertThat(file.schema().classes()).isEqualTo(classes);
        assertThat(file.table().isRegression()).isEqualTo(task == Task.REGRESSION);
    }

    @Test
    void whoSaysTheGoalIsBelieved() {
        TableFile numbers = read("1,3\n1,4\n1,5\n", "1", FOUND_OUT.withGoal(Goal.REGRESSION));
        assertThat(numbers.table().targets().orElseThrow()).containsExactly(3, 4, 5);

        TableFile classes = read("1,0.5\n1,0.25\n1,0.50\n", "1", FOUND_OUT.withGoal(Goal.CLASSIFICATION));
        assertThat(classes.schema().classes()).containsExactly("0.25", "0.5");
        assertThat(classes.table().labels()).containsExactly(1, 0, 1);
    }

    @Test
    void saysWhatLooksLikeAMistake() {
        assertThat(read("n,x,y\n1,2,a\n2,5,b\n3,1o,a\n", "y", FOUND_OUT).decisions())
                .contains(
                        "column n looks like a row number; leave it out with --ignore n unless it is meaningful",
                        "column x has 3 categories (2 of its 3 values are numbers; the first exception, '1o', is on line 4)",
                        "column y has 2 classes: a, b");
        assertThat(read("n,x,y\n1,,a\n2,,b\n", "y", FOUND_OUT).warnings())
                .extracting(DataWarning::message)
                .contains("column x is empty and is ignored");
    }

    static Stream<Arguments> badFiles() {
        String good = "a,b,c\n1,x,u\n2,y,v\n";
        String many = IntStream.range(0, 101)
                .mapToObj(i -> i + ",k" + i + "," + i % 2 + "\n")
                .collect(Collectors.joining());
        return Stream.of(
                Arguments.of("", "c", FOUND_OUT, "FILE: the file has no rows"),
                Arguments.of("\n\n", "c", FOUND_OUT, "FILE: the file has no rows"),
                Arguments.of("a,b,c\n", "c", FOUND_OUT, "FILE: no rows below the header"),
                Arguments.of(
                        "a\n1\n",
                        "a",
                        FOUND_OUT,
                        "FILE: only one column found; specify the separator if it is not one of , ; | or tab"),
                Arguments.of(good, "d", FOUND_OUT, "FILE: no column named 'd'; columns: a, b, c"),
                Arguments.of(good, "3", FOUND_OUT, "FILE: no column named '3'; columns: a, b, c"),
                Arguments.of(
                        "1,2\n3,4\n",
                        "kind",
                        FOUND_OUT,
                        "FILE: no column kind; the file has no header, and its columns are numbered 0 to 1"),
                Arguments.of(
                        good, "c", FOUND_OUT.withIgnored(List.of("e")), "FILE: no column named 'e'; columns: a, b, c"),
                Arguments.of(
                        good,
                        "c",
                        FOUND_OUT.withIgnored(List.of("2")),
                        "FILE: column c is the label and cannot be ignored"),
                Arguments.of(
                        good, "c", FOUND_OUT.withIgnored(List.of("a", "1")), "FILE: no columns left to predict c from"),
                Arguments.of(
                        good + "3,z\n",
                        "c",
                        FOUND_OUT,
                        "FILE, line 4: 2 cells, but the first row has 3 (--skip-bad-rows leaves the row out)"),
                Arguments.of(
                        good + "3,\"z\nz\",u,9\n",
                        "c",
                        FOUND_OUT,
                        "FILE, line 4: 4 cells, but the first row has 3 (--skip-bad-rows leaves the row out)"),
                Arguments.of(
                        good + "3,\"z\nz\",u\n4,x,u,9\n",
                        "c",
                        FOUND_OUT,
                        "FILE, line 6: 4 cells, but the first row has 3 (--skip-bad-rows leaves the row out)"),
                Arguments.of(
                        "a,b,a\n1,x,3\n2,y,4\n",
                        "b",
                        FOUND_OUT,
                        "FILE, line 1: columns 0 and 2 (counting from 0) are both named a; rename one"),
                Arguments.of(
                        "a,c\n1,u\n2,u\n",
                        "c",
                        FOUND_OUT,
                        "FILE: the label column c is u in every row; there is nothing to learn"),
                Arguments.of(
                        good + "-Infinity,x,u\n",
                        "c",
                        FOUND_OUT,
                        "FILE, line 4, column a: '-Infinity' is not a finite number (--skip-bad-rows leaves the row out)"),
                Arguments.of(
                        "1e39,0,u\n1,0,v\n",
                        "2",
                        FOUND_OUT,
                        "FILE, line 1, column 0: '1e39' is not a finite number (--skip-bad-rows leaves the row out)"),
                Arguments.of(
                        "1,2,1.5\n2,3,1e999\n",
                        "2",
                        FOUND_OUT,
                        "FILE, line 2, column 2: '1e999' is not a finite number (--skip-bad-rows leaves the row out)"),
                Arguments.of(
                        good, "c", FOUND_OUT.withGoal(Goal.REGRESSION), "FILE, line 2, column c: 'u' is not a number"),
                Arguments.of(
                        good + ",x,u\n",
                        "c",
                        FOUND_OUT.withMissing(MissingValues.REFUSE),
                        "FILE, line 4: missing value in column a"),
                Arguments.of(
                        good + "3,?,u\n",
                        "c",
                        FOUND_OUT.withMissing(MissingValues.REFUSE),
                        "FILE, line 4: missing value in column b"),
                Arguments.of(
                        many.replace("50,k50", "5o,k50"),
                        "2",
                        FOUND_OUT.withIgnored(List.of("1")),
                        "FILE, line 51, column 0: '5o' is not a number (--skip-bad-rows leaves the row out)"),
                Arguments.of(
                        many,
                        "1",
                        FOUND_OUT,
                        "FILE: the label column 1 has more than 100 classes; is it the right column?"),
                Arguments.of(
                        good + "3,\"z,u\n4,x,v\n",
                        "c",
                        FOUND_OUT,
                        "FILE, line 4: unclosed quote, or a quote inside a quoted cell that is not doubled"),
                Arguments.of(
                        good + "3,\"say \"z\"\",u\n4,x,v\n",
                        "c",
                        FOUND_OUT,
                        "FILE, line 4: unclosed quote, or a quote inside a quoted cell that is not doubled"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void refusesABadFileInOneLineThatSaysWhere(String content, String label, TableOptions options, String message) {
        assertThatThrownBy(() -> read(content, label, options))
                .isInstanceOf(InputException.class)
                .hasMessage(message.replace("FILE", file().toString()));
    }

    /** Windows-1252 is what a file that is not UTF-8 almost always is; wherever in the file this turns out. */
    @Test
    void readsWhatIsNotUtf8AsWindows1252() throws IOException {
        for (int rows : new int[] {1, 50_000}) {
            Files.write(file(), ("a,b\n" + "1,x\n".repeat(rows) + "2,caf\u00e9\n").getBytes(ISO_8859_1));

            TableFile read = TableFile.read(file(), "b", FOUND_OUT);

            assertThat(read.schema().classes()).containsExactly("x", "caf\u00e9");
            assertThat(read.decisions()).contains("the file is read as windows-1252 (--encoding NAME changes that)");
            assertThatThrownBy(() -> TableFile.read(
                            file(), "b", FOUND_OUT.withLayout(FOUND_OUT.layout().withEncoding(UTF_8))))
                    .isInstanceOf(InputException.class)
                    .hasMessageMatching(".*: not UTF-8; try another --encoding");
        }
    }

    @Test
    void readsUtf16AndRefusesNothingBehindAByteOrderMark() throws IOException {
        Files.write(file(), "a,b\n1,x\n2,\u00e9\n".getBytes(UTF_16));
        assertThat(TableFile.read(file(), "b", FOUND_OUT).schema().classes()).containsExactly("x", "\u00e9");

        Files.write(file(), "\uFEFF".getBytes(UTF_8));
        assertThatThrownBy(() -> TableFile.read(file(), "b", FOUND_OUT))
                .isInstanceOf(InputException.class)
                .hasMessage(file() + ": the file has no rows");
    }

    /** What is below a broken quote cannot be read; what is wrong above it is told with it. */
    @Test
    void allErrorsAreReported() {
        String rows = "1,x\n2,y\n".repeat(600);

        assertThatThrownBy(() -> read(rows + "1,x,3\n1,x\n\"2,y\n", "1", FOUND_OUT))
                .isInstanceOf(InputException.class)
                .hasMessage(file()
                        + ": 2 faults:\n  line 1201: 3 cells, but the first row has 2\n"
                        + "  line 1203: unclosed quote, or a quote inside a quoted cell that is not doubled");
        assertThatThrownBy(() -> read(rows + "1,x\n\"2,y\n1,x,3\n", "1", FOUND_OUT))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        file() + ", line 1202: unclosed quote, or a quote inside a quoted cell that is not doubled");
    }

    /** Twenty are listed, the others counted; without the rows, the table is that of the other rows. */
    @Test
    void manyFaultsAreCountedAndTheirRowsCanBeLeftOut() {
        String good = "1,x\n2,y\n".repeat(600);
        String bad = "1,x,3\n".repeat(25);
        String worse = "one,x\n";

        assertThatThrownBy(() -> read(bad + good + worse, "1", FOUND_OUT))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file() + ": 26 faults (--skip-bad-rows leaves these rows out):\n  line 1: ")
                .hasMessageContaining("\n  line 20: 3 cells, but the first row has 2\n  and 6 more");

        TableFile skipped = read(
                bad + good + worse,
                "1",
                FOUND_OUT.withLayout(FOUND_OUT.layout().withBadRows(TableLayout.BadRows.SKIP)));
        assertThat(skipped.table().features().rows())
                .isDeepEqualTo(read(good, "1", FOUND_OUT).table().features().rows());
        assertThat(skipped.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(DataWarning.Kind.BAD_ROWS);
            assertThat(warning.message()).startsWith("26 rows that could not be read are left out (line 1: ");
        });
    }

    /** Yes and YES are one class; other classes that differ in spelling are kept apart, because hid and hId are different vowels. */
    @Test
    void onlyTruthValuesAreOneClassInEverySpelling() {
        TableFile answers = read("a,b\n1,Yes\n2,no\n3,YES\n5,Yes\n4,NO \n8,no\n", "b", FOUND_OUT);
        assertThat(answers.schema().classes()).containsExactly("Yes", "no");
        assertThat(answers.table().labels()).containsExactly(0, 1, 0, 0, 1, 1);
        assertThat(answers.warnings()).isEmpty();

        TableFile vowels = read("a,b\n1,hid\n2,hId\n5,hid\n4,hId\n", "b", FOUND_OUT);
        assertThat(vowels.schema().classes()).containsExactly("hid", "hId");
        assertThat(vowels.warnings()).extracting(DataWarning::kind).containsExactly(DataWarning.Kind.LABEL_SPELLING);
    }

    /** Whole numbers drawn from a range are not an identifier, even if all differ; numbered rows are, in any order. */
    @Test
    void tellsIdentifiersFromMeasurements() {
        List<Integer> numbers =
                new ArrayList<>(IntStream.rangeClosed(1001, 1060).boxed().toList());
        java.util.Collections.shuffle(numbers, new Random(7));
        Random random = new Random(8);
        StringBuilder text = new StringBuilder("nr,income,length,year,code,state\n");
        for (int i = 0; i < 60; i++) {
            text.append("%d,%d,%.6f,%d,K%04d,%s%n"
                    .formatted(
                            numbers.get(i),
                            12_000 + random.nextInt(80_000),
                            random.nextDouble(),
                            1960 + i,
                            random.nextInt(10_000),
                            i % 2 == 0 ? "u" : "v"));
        }

        TableFile read = read(text.toString(), "state", FOUND_OUT);

        assertThat(read.schema().inputNames()).containsExactly("income", "length", "year");
        assertThat(read.warnings())
                .filteredOn(warning -> warning.kind() == DataWarning.Kind.IDENTIFIER)
                .flatExtracting(DataWarning::columns)
                .containsExactly("nr", "code");
        assertThat(read(text.toString(), "state", FOUND_OUT.withKept(List.of("nr")))
                        .schema()
                        .inputNames())
                .startsWith("nr");
    }

    /** Without evidence for one order, dates are refused; with the option they are read in it. */
    @Test
    void refusesDatesThatCanBeReadInTwoWays() {
        String text = "when,state\n03/04/2023,u\n05/06/2023,v\n07/08/2023,u\n";

        assertThatThrownBy(() -> read(text, "state", FOUND_OUT))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        file()
                                + ": column when: dates such as 03/04/2023 have no certain order of day and month; say it with --date-order dmy, mdy or ymd");
        TableFile american =
                read(text, "state", FOUND_OUT.withLayout(FOUND_OUT.layout().withDateOrder(TableLayout.DateOrder.MDY)));
        assertThat(american.table().features().row(0)[0])
                .isEqualTo((double) java.time.LocalDate.of(2023, 3, 4).toEpochDay());
    }

    /** A number such as 20230115 is shown as the date that it is. */
    @Test
    void datesOfEightDigitsAreDaysEverywhere() {
        String text = "date,x,state\n20230115,1.5,u\n20230220,2.5,v\n20230301,0.5,u\n20231231,0.25,v\n";

        ColumnValues dates = read(text, "state", FOUND_OUT).columns().get(0);

        assertThat(dates.dates()).isTrue();
        assertThat(dates.cells().applyAsDouble(1))
                .isEqualTo((double) java.time.LocalDate.of(2023, 2, 20).toEpochDay());
    }

    /** Oracle: the file without the row. */
    @Test
    void aRowWithoutALabelIsLeftOutAndSaid() {
        TableFile read = read("a,b,c\n1,x,u\n5,y,NA\n2,y,v\n3,x,\n", "c", FOUND_OUT);

        assertThat(read.table().features().rows())
                .isDeepEqualTo(read("a,b,c\n1,x,u\n2,y,v\n", "c", FOUND_OUT)
                        .table()
                        .features()
                        .rows());
        assertThat(read.table().labels()).containsExactly(0, 1);
        assertThat(read.columns())
                .allSatisfy(column -> assertThat(column.rows()).isEqualTo(2));
        assertThat(read.warnings()).singleElement().satisfies(warning -> assertThat(warning.message())
                .isEqualTo("2 of 4 rows have no value in the label column c and are left out"));
    }

    /** Oracle: the rows as they were written, more than are read at a time, with every kind of cell. */
    @Test
    void readsManyRows() {
        int count = 5_000;
        StringBuilder text = new StringBuilder("number,kind,\"few\nvalues\",label\n");
        for (int i = 0; i < count; i++) {
            text.append(i % 50 == 7 ? "" : i / 16.0)
                    .append(i % 3 == 0 ? ", \"a, b\" ," : ",c,")
                    .append(i % 11)
                    .append(i % 2 == 0 ? ",no\n" : ",yes\n");
        }

        TableFile file = read(text.toString(), "label", FOUND_OUT);

        assertThat(file.schema().inputNames()).containsExactly("number", "kind=a, b", "kind=c", "few\nvalues");
        for (int i = 0; i < count; i++) {
            assertThat(file.table().features().row(i))
                    .containsExactly(
                            i % 50 == 7 ? Double.NaN : i / 16.0, i % 3 == 0 ? 1 : 0, i % 3 == 0 ? 0 : 1, i % 11);
            assertThat(file.table().labels()[i]).isEqualTo(i % 2);
        }
        assertThat(file.sha256()).isEqualTo(Checksum.sha256(text.toString().getBytes(UTF_8)));
    }

    @Test
    void refusesWhatIsNotThereOrNotAFile() {
        assertThatThrownBy(() -> TableFile.read(file(), "b", FOUND_OUT))
                .isInstanceOf(InputException.class)
                .hasMessage(file() + " does not exist; check the path");
        assertThatThrownBy(() -> TableFile.read(directory, "b", FOUND_OUT))
                .isInstanceOf(InputException.class)
                .hasMessage(directory + " is not a file");
        assertThatThrownBy(() -> FOUND_OUT.withSeparator('"'))
                .isInstanceOf(InputException.class)
                .hasMessage("the separator cannot be a quote or a line break");
    }

    /** Oracle: the reader of the data set. */
    @Test
    void sonarsFileIsSonar() throws IOException {
        Files.write(file(), SonarData.syntheticFile());
        assertIsSonar(file(), new SonarData().synthetic());
    }

    @Test
    void sonarsOfficialFileIsSonar() {
        Path real = DataLibrary.directory(Optional.empty());
        assumeTrue(new SonarData().isIn(real), "no sonar file");
        assertIsSonar(real.resolve("sonar/sonar.all-data"), new SonarData().read(real));
    }

    private static void assertIsSonar(Path path, DataSource.Contents sonar) {
        Table table = (Table) sonar.examples();

        TableFile file = TableFile.read(path, "60", FOUND_OUT);

        assertThat(file.schema().header()).isFalse();
        assertThat(file.schema().task()).isEqualTo(Task.BINARY);
        assertThat(file.table().features().rows())
                .isDeepEqualTo(table.features().rows());
        assertThat(file.table().labels()).isEqualTo(table.labels());
        assertThat(file.table().classes()).isEqualTo(table.classes());
        assertThat(file.sha256()).isEqualTo(sonar.sha256());
    }

    private TableFile read(String content, String label, TableOptions options) {
        try {
            Files.writeString(file(), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return TableFile.read(file(), label, options);
    }

    private Path file() {
        return directory.resolve("table.csv");
    }
}
