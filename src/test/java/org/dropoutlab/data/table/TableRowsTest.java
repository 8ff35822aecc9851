package org.dropoutlab.data.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.dropoutlab.data.table.TableSchema.Categorical;
import org.dropoutlab.data.table.TableSchema.Ignored;
import org.dropoutlab.data.table.TableSchema.Label;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.Numeric;
import org.dropoutlab.data.table.TableSchema.Task;
import org.dropoutlab.data.table.TableSchema.UnseenCategories;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableRowsTest {
    private static final TableSchema NAMED = schema(true, "size", "kind", "id", "colour");
    private static final TableSchema NUMBERED = schema(false, "0", "1", "2", "3");
    private static final double NONE = Double.NaN;

    private final List<String> warnings = new ArrayList<>();

    private static TableSchema schema(boolean header, String size, String kind, String id, String colour) {
        return new TableSchema(
                ',',
                header,
                List.of(
                        new Numeric(size),
                        new Label(kind),
                        new Ignored(id),
                        new Categorical(colour, List.of("red", "blue"))),
                Task.BINARY,
                List.of("cat", "dog"),
                MissingValues.IMPUTE,
                UnseenCategories.IGNORE);
    }

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("as in training", NAMED, "size,kind,id,colour\n3,cat,x,blue\n,dog,,red\n"),
                Arguments.of("in another order", NAMED, "colour,id,size,kind\nblue,x,3,cat\nred,,?,dog\n"),
                Arguments.of("without a header", NAMED, "3,cat,x,blue\nNA,dog,y,red\n"),
                Arguments.of("without names", NUMBERED, "3,cat,x,blue\nNA,dog,y,red\n"),
                Arguments.of("with names that training had not", NUMBERED, "a,b,c,d\n3,cat,x,blue\nNA,dog,y,red\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void findsColumnsByNameOrPlace(String name, TableSchema schema, String content) {
        List<TableRows.Row> rows = read(schema, content);

        assertThat(rows)
                .extracting(TableRows.Row::inputs)
                .containsExactly(new double[] {3, 0, 1}, new double[] {NONE, 1, 0});
        assertThat(rows).extracting(TableRows.Row::label).containsExactly(Optional.of("cat"), Optional.of("dog"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void theLabelAndIgnoredColumnsMayBeMissing() {
        for (String content : List.of("colour,size\nblue,3\n", "3,x,blue\n")) {
            TableRows.Row row = read(NAMED, content).get(0);
            assertThat(row.inputs()).containsExactly(3, 0, 1);
            assertThat(row.label()).isEmpty();
        }
    }

    @Test
    void saysOnceWhatColumnsItLeavesOut() {
        read(NAMED, "size,colour,name,id,age\n3,red,a,b,c\n4,red,a,b,c\n");

        assertThat(warnings).containsExactly("FILE: ignoring columns that were not in the training data: name, age");
    }

    @Test
    void anUnseenCategoryIsNone() {
        assertThat(read(NAMED, "colour,size\nmauve,3\n").get(0).inputs()).containsExactly(3, 0, 0);
    }

    static Stream<Arguments> badFiles() {
        TableSchema strict = new TableSchema(
                ',',
                true,
                NAMED.columns(),
                NAMED.task(),
                NAMED.classes(),
                MissingValues.REFUSE,
                UnseenCategories.REFUSE);
        return Stream.of(
                Arguments.of(NAMED, "", "FILE: no rows"),
                Arguments.of(NAMED, "size,colour\n", "FILE: no rows below the header"),
                Arguments.of(NAMED, "size,age\n3,4\n", "FILE, line 1: no column colour; columns: size, age"),
                Arguments.of(NAMED, "a,b\nx,y\n", "FILE, line 1: no column size, colour; columns: a, b"),
                Arguments.of(
                        NAMED, "size,colour,size\n3,red,4\n", "FILE, line 1: two columns are named size; rename one"),
                Arguments.of(NUMBERED, "3,red\n", "FILE, line 1: 2 cells; expected 4, or 3 without the label 1"),
                Arguments.of(NAMED, "size,colour\n3,red\n4\n", "FILE, line 3: 1 cells, but the first row has 2"),
                Arguments.of(NAMED, "size,colour\n3,red\n4o,red\n", "FILE, line 3, column size: '4o' is not a number"),
                Arguments.of(
                        NAMED,
                        "size,colour\n3,red\ninf,red\n",
                        "FILE, line 3, column size: 'inf' is not a finite number"),
                Arguments.of(strict, "size,colour\n?,red\n", "FILE, line 2: missing value in column size"),
                Arguments.of(
                        strict,
                        "size,colour\n3,mauve\n",
                        "FILE, line 2, column colour: category 'mauve' was not in the training data; categories: red, blue"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void refusesABadFileInOneLineThatSaysWhere(TableSchema schema, String content, String message) {
        assertThatThrownBy(() -> read(schema, content))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    @Test
    void rowsBeforeABadOneAreHandedOut() {
        try (TableRows rows = rows(NAMED, stream("size,colour\n3,red\n4\n"))) {
            assertThat(rows.next().line()).isEqualTo(2);
            assertThatThrownBy(rows::next).isInstanceOf(InputException.class);
        }
    }

    @Test
    void thereIsAnEnd() {
        try (TableRows rows = rows(NAMED, stream("size,colour\n3,red\n"))) {
            rows.next();
            assertThat(rows.hasNext()).isFalse();
            assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void anotherSeparatorIsTheUsers() {
        assertThat(read(NAMED.withSeparator(';'), "colour;size\nred;3\n").get(0).inputs())
                .containsExactly(3, 1, 0);
    }

    /**
     * No row is read much before it is wanted: between what was taken from the stream and the rows handed out there is no more
     * than the buffers of Java's readers (8,192 bytes and two of 8,192 characters).
     */
    @Test
    void readsNoFurtherThanItMust() {
        String line = "12.5,cat,x,blue\n";
        long[] taken = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return line.charAt((int) (taken[0]++ % line.length()));
            }

            @Override
            public int read(byte[] into, int from, int length) {
                for (int i = 0; i < length; i++) {
                    into[from + i] = (byte) read();
                }
                return length;
            }
        };

        try (TableRows rows = rows(NAMED, endless)) {
            for (long row = 1; row <= 100_000; row++) {
                assertThat(rows.next().line()).isEqualTo(row);
                assertThat(taken[0] - row * line.length()).isLessThanOrEqualTo(3 * 8_192);
            }
        }
    }

    @Test
    void aSchemaIsSavedAndReadBack() throws Exception {
        for (TableSchema schema : List.of(NAMED, NUMBERED.withSeparator('\t'))) {
            String json = Json.lines().writeValueAsString(schema);
            assertThat(Json.lines().readValue(json, TableSchema.class)).isEqualTo(schema);
            String old = json.replace(",\"next\":null", "");
            assertThat(Json.lines().readValue(old, TableSchema.class)).isEqualTo(schema);
        }
        assertThat(Json.lines().writeValueAsString(NAMED))
                .isEqualTo(
                        "{\"separator\":\",\",\"header\":true,\"columns\":[{\"type\":\"numeric\",\"name\":\"size\"},{\"type\":\"label\",\"name\":\"kind\",\"next\":null},{\"type\":\"ignored\",\"name\":\"id\"},{\"type\":\"categorical\",\"name\":\"colour\",\"categories\":[\"red\",\"blue\"]}],\"task\":\"binary\",\"classes\":[\"cat\",\"dog\"],\"missing\":\"impute\",\"unseen\":\"ignore\",\"form\":{\"quote\":\"\\\"\",\"comment\":null,\"missing_words\":[]}}");
    }

    private List<TableRows.Row> read(TableSchema schema, String content) {
        List<TableRows.Row> all = new ArrayList<>();
        try (TableRows rows = rows(schema, stream(content))) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    private TableRows rows(TableSchema schema, InputStream in) {
        return TableRows.of(schema, in, "FILE", Optional.empty(), warnings::add);
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(UTF_8));
    }
}
