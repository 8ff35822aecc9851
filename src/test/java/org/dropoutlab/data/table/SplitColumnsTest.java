package org.dropoutlab.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.SplitKeys.Given;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitColumnsTest {
    @TempDir
    private Path directory;

    @Test
    void aGroupColumnIsNoInputAndNumbersItsGroups() {
        TableFile file = read(group("patient"), "patient,a,state\nP2,1,x\nP1,2,y\nP2,3,x\nP10,4,y\n");

        assertThat(file.table().keys().groups().orElseThrow()).containsExactly(0, 1, 0, 2);
        assertThat(file.schema().columns().get(0)).isEqualTo(new TableSchema.Group("patient"));
        assertThat(file.schema().inputs()).isEqualTo(1);
    }

    @Test
    void groupsCanBeNumbersAndFoundByTheirPlace() {
        TableFile file = read(group("2"), "a,state,household\n1,x,7\n2,y,7.0\n3,x,-1\n");

        assertThat(file.table().keys().groups().orElseThrow()).containsExactly(0, 0, 1);
    }

    /** More different texts than a column of categories may have. */
    @Test
    void groupsCanBeMany() {
        StringBuilder text = new StringBuilder("patient,a,state\n");
        for (int row = 0; row < 900; row++) {
            text.append("P").append(row / 2).append(',').append(row * 0.5).append(row % 2 == 0 ? ",x\n" : ",y\n");
        }

        int[] groups =
                read(group("patient"), text.toString()).table().keys().groups().orElseThrow();

        assertThat(groups[899]).isEqualTo(449);
        assertThat(groups[898]).isEqualTo(449);
    }

    @ParameterizedTest
    @CsvSource({
        "10 9 9 -1, 2 1 1 0, -1/9/10",
        "2024-03-01 2023-12-31 2024-02-29 2023-12-31, 2 0 1 0, 2023-12-31/2024-02-29/2024-03-01",
        "2024-03-01T10:00 2024-03-01T09:59:59 2024-03-02T00:00 2024-03-01T10:00, 1 0 2 1, 2024-03-01_09:59:59/2024-03-01_10:00/2024-03-02",
        "31/12/2023 1/3/2024 5/1/2024 1/3/2024, 0 2 1 2, 2023-12-31/2024-01-05/2024-03-01"
    })
    void timesAreInTheirOrder(String times, String order, String moments) {
        List<String> cells = List.of(times.split(" "));
        StringBuilder text = new StringBuilder("when,a,state\n");
        for (int row = 0; row < cells.size(); row++) {
            text.append(cells.get(row)).append(',').append(row).append(row % 2 == 0 ? ",x\n" : ",y\n");
        }

        TableFile file =
                read(new SplitColumns(Optional.empty(), Optional.of("when"), Optional.empty()), text.toString());

        SplitKeys.Times found = file.table().keys().times().orElseThrow();
        assertThat(found.order())
                .containsExactly(List.of(order.split(" ")).stream()
                        .mapToInt(Integer::parseInt)
                        .toArray());
        assertThat(found.moments()).containsExactly(moments.replace('_', ' ').split("/"));
    }

    @ParameterizedTest
    @CsvSource({
        "1/2/2024 3/4/2024 5/6/2024 1/2/2024, has neither numbers nor dates of a certain order of day and month",
        "Monday Tuesday Monday Friday, 'Monday' is neither a number nor a date"
    })
    void timesWithoutACertainOrderAreRefused(String times, String message) {
        List<String> cells = List.of(times.split(" "));
        StringBuilder text = new StringBuilder("when,a,state\n");
        for (int row = 0; row < cells.size(); row++) {
            text.append(cells.get(row)).append(',').append(row).append(row % 2 == 0 ? ",x\n" : ",y\n");
        }

        assertThatThrownBy(() -> read(
                        new SplitColumns(Optional.empty(), Optional.of("when"), Optional.empty()), text.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void wordsSayThePartOfARow() {
        TableFile file = read(
                part("set"), "a,set,state\n1,Train,x\n2,training,y\n3,VAL,x\n4,dev,y\n5,test,x\n6,Test,y\n7,train,x\n");

        assertThat(file.table().keys().given()).singleElement().satisfies(given -> {
            assertThat(given.examples(Given.TRAIN)).containsExactly(0, 1, 6);
            assertThat(given.examples(Given.VALIDATION)).containsExactly(2, 3);
            assertThat(given.examples(Given.TEST)).containsExactly(4, 5);
        });
    }

    @Test
    void numbersAreFolds() {
        List<Given> given = read(part("fold"), "a,fold,state\n1,3,x\n2,1,y\n3,3,x\n4,2,y\n5,1,x\n")
                .table()
                .keys()
                .given();

        assertThat(given).hasSize(3);
        assertThat(given.get(0).examples(Given.TEST)).containsExactly(1, 4);
        assertThat(given.get(2).examples(Given.TEST)).containsExactly(0, 2);
        assertThat(given.get(2).examples(Given.TRAIN)).containsExactly(1, 3, 4);
    }

    @Test
    void aRowWithoutAValueIsRefused() {
        assertThatThrownBy(() -> read(group("patient"), "patient,a,state\nP2,1,x\n,2,y\nP2,3,x\n"))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "column patient, which splits the rows, has no value, or none like the others, in 1 of 3 rows, first in row 2 below the header; fill it in or remove these rows");
    }

    /** By hand: the columns in another order, a colour that training has not seen, and a number without a value. */
    @Test
    void testRowsFollowTheTrainingRows() throws IOException {
        TableFile file = read(SplitColumns.NONE, "colour,a,state\nred,1,x\nblue,2,y\nred,3,x\n");
        Path test = Files.writeString(directory.resolve("test.csv"), "a,state,colour\n7,y,blue\n,x,green\n");

        TestRows rows = TestRows.read(test, file.schema(), warning -> {});
        Table both = rows.after(file.table());

        assertThat(both.trainExamples()).isEqualTo(3);
        assertThat(both.labels()).containsExactly(0, 1, 0, 1, 0);
        assertThat(both.features().row(3)).containsExactly(0, 1, 7);
        assertThat(both.features().row(4)).containsExactly(0, 0, Double.NaN);
    }

    /** A date is several inputs, in front of the others; the oracle is the same rows in the training file. */
    @Test
    void testRowsHaveTheInputsOfTrainingRows() throws IOException {
        String header = "when,colour,a,paid,state\n";
        String first = "2024-01-05,red,1,$5,x\n2024-02-17,blue,2,$1,200,y\n".replace("$1,200", "\"$1,200\"")
                + "2024-03-29,red,3,$7,x\n2025-06-01,green,4,$9,y\n";
        String more = "2024-05-11,green,5,\"$2,500\",y\n2024-11-30,blue,6,,x\n";
        TableFile whole = read(SplitColumns.NONE, header + first + more);
        TableFile train = read(SplitColumns.NONE, header + first);
        Path test = Files.writeString(directory.resolve("test.csv"), header + more);

        Table both = TestRows.read(test, train.schema(), warning -> {}).after(train.table());

        assertThat(both.features().inputs()).isGreaterThan(5);
        for (int row = 4; row < 6; row++) {
            assertThat(both.features().row(row))
                    .containsExactly(whole.table().features().row(row));
        }
    }

    @Test
    void testRowsOfAnArffFileAreMatchedByName() throws IOException {
        TableFile file = read(SplitColumns.NONE, "colour,a,state\nred,1,x\nblue,2,y\nred,3,x\n");
        Path test = Files.writeString(
                directory.resolve("test.arff"),
                "@relation t\n@attribute state {x,y}\n@attribute a numeric\n@attribute colour {blue,red}\n@data\ny,7,blue\nx,?,red\n");

        Table both = TestRows.read(test, file.schema(), warning -> {}).after(file.table());

        assertThat(both.labels()).containsExactly(0, 1, 0, 1, 0);
        assertThat(both.features().row(3)).containsExactly(0, 1, 7);
        assertThat(both.features().row(4)).containsExactly(1, 0, Double.NaN);
    }

    @Test
    void aTestRowOfAnUnknownClassIsRefused() throws IOException {
        TableFile file = read(SplitColumns.NONE, "a,state\n1,x\n2,y\n");
        Path test = Files.writeString(directory.resolve("test.csv"), "a,state\n7,y\n8,z\n");

        assertThatThrownBy(() -> TestRows.read(test, file.schema(), warning -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("test.csv, line 3: class 'z' is not in the training data; classes: x, y");
    }

    private static SplitColumns group(String column) {
        return new SplitColumns(Optional.of(column), Optional.empty(), Optional.empty());
    }

    private static SplitColumns part(String column) {
        return new SplitColumns(Optional.empty(), Optional.empty(), Optional.of(column));
    }

    private TableFile read(SplitColumns columns, String text) {
        try {
            Path file = Files.writeString(directory.resolve("table.csv"), text);
            return columns.of(TableFile.read(
                    file, "state", TableOptions.defaults().withIgnored(new ArrayList<>(columns.names()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
