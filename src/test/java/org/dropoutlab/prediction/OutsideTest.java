package org.dropoutlab.prediction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.table.TableLayout.DateOrder;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Dates.Feature;
import org.dropoutlab.scaling.TrainingRanges;
import org.dropoutlab.scaling.TrainingRanges.Extent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideTest {
    private static final TableSchema SCHEMA = new TableSchema(
            ',',
            true,
            List.of(
                    new TableSchema.Numeric("age"),
                    new TableSchema.Truth("smoker", "yes", "no"),
                    new TableSchema.Categorical("colour", List.of("red", "blue")),
                    new TableSchema.Dates("when", DateOrder.YMD, List.of(Feature.DAYS, Feature.MONTH)),
                    new TableSchema.Label("y")),
            TableSchema.Task.BINARY,
            List.of("a", "b"),
            TableSchema.MissingValues.IMPUTE,
            TableSchema.UnseenCategories.IGNORE);
    /** Ages 18 to 80; nobody smokes; blue was not in the training fold; all of January 2020. */
    private static final TrainingRanges RANGES = new TrainingRanges(List.of(
            new Extent(9, 18, 80),
            new Extent(9, 0, 0),
            new Extent(9, 1, 1),
            new Extent(9, 0, 0),
            new Extent(9, 18262, 18292),
            new Extent(9, 1, 1)));

    private static String marks(String row) {
        byte[] file = ("age,smoker,colour,when\n" + row + "\n").getBytes(UTF_8);
        try (TableRows rows =
                TableRows.of(SCHEMA, new ByteArrayInputStream(file), "FILE", Optional.of(true), warning -> {})) {
            return new Marks(Optional.of(Outside.of(SCHEMA, RANGES, rows.next()))).text();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "18,no,red,2020-01-01 | ''",
                "80,no,red,2020-01-31 | ''",
                "97,no,red,2020-01-05 | age 97 is 17 above 80",
                "17.5,no,red,2020-01-05 | age 17.5 is 0.5 below 18",
                "20,yes,red,2020-01-05 | smoker 'yes' is unseen",
                "20,no,blue,2020-01-05 | colour 'blue' is unseen",
                "20,no,mauve,2020-01-05 | colour 'mauve' is unseen",
                "20,no,red,2020-02-10 | when.days 2020-02-10 is 10 above 2020-01-31; when.month 2 is 1 above 1",
                "-1e30,YES,mauve,2020-01-05 |"
                        + " age -1E+30 is 1E+30 below 18; smoker 'yes' is unseen; colour 'mauve' is unseen"
            })
    void saysWhichValuesTrainingDidNotSeeAndHowFarTheyAre(String row, String expected) {
        assertThat(marks(row)).isEqualTo(expected);
    }

    /** They become means, which are inside. */
    @Test
    void missingValuesAreNotOutside() {
        assertThat(marks(",,,")).isEmpty();
    }

    @Test
    void anyNumberIsOutsideOfAColumnThatWasEmptyInTraining() {
        assertThat(new Extent(0, 0, 0).contains(0)).isFalse();
        assertThat(new Extent(0, 0, 0).contains(Double.NaN)).isTrue();
    }

    @Test
    void rowsAreCountedByColumn() {
        MarkCount count = new MarkCount();
        Outside age = new Outside("age", "97", Optional.of(new Outside.Beyond(17, true, "80")));
        Outside colour = new Outside("colour", "mauve", Optional.empty());
        assertThat(count.told()).isEmpty();

        count.add(List.of(new Marks(Optional.of(List.of())), new Marks(Optional.of(List.of(age)))));
        count.add(List.of(new Marks(Optional.of(List.of(age, colour)))));

        assertThat(count.told().orElseThrow())
                .startsWith("2 of 3 rows have values")
                .contains("(age in 2, colour in 1)");
    }

    @Test
    void aModelOfAnEarlierVersionSaysThatItDoesNotKnow() {
        MarkCount count = new MarkCount();
        count.add(List.of(Marks.unknown()));

        assertThat(Marks.unknown().text()).isEqualTo("unknown");
        assertThat(count.told().orElseThrow()).contains("earlier version");
    }
}
