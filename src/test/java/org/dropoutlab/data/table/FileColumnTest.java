package org.dropoutlab.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.dropoutlab.data.table.TableLayout.DateOrder;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.junit.jupiter.api.Test;

/** A column keeps its values whatever it keeps them as: codes of distinct values, numbers or dates. */
class FileColumnTest {
    /** More than a chunk of cells, and more distinct values than are remembered; oracle: the texts themselves. */
    @Test
    void numbersStayWhatTheyWereWhenThereAreTooManyToRemember() {
        List<String> texts = IntStream.range(0, 20_000)
                .mapToObj(i -> i % 7 == 3 ? "NA" : i < 9_000 ? Integer.toString(i % 900) : i + ".5")
                .toList();

        FileColumn column = column(texts);

        assertThat(column.isNumeric()).isTrue();
        assertThat(numbers(column))
                .containsExactly(texts.stream()
                        .mapToDouble(text -> text.equals("NA") ? Double.NaN : Double.parseDouble(text))
                        .toArray());
        assertThat(column.firstMissing()).contains(new FileColumn.Place(3, "NA"));
        assertThat(column.missingSpelled(true)).containsOnlyKeys("NA").containsEntry("NA", 2_857);
    }

    @Test
    void categoriesAreInOrderOfAppearance() {
        FileColumn column = column(List.of("b", "a", "", "1", "b", "?", "1.0", "none"));

        assertThat(column.isNumeric()).isFalse();
        assertThat(column.words().orElseThrow())
                .extracting(FileColumn.Word::text, FileColumn.Word::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("b", 2),
                        org.assertj.core.groups.Tuple.tuple("a", 1),
                        org.assertj.core.groups.Tuple.tuple("1", 1),
                        org.assertj.core.groups.Tuple.tuple("1.0", 1),
                        org.assertj.core.groups.Tuple.tuple("none", 1));
        assertThat(column.numbers()).isEqualTo(2);
        List<String> words = List.of("b", "a", "1", "1.0", "none");
        assertThat(all(column, column.asIndices(words::indexOf)))
                .containsExactly(0, 1, Double.NaN, 2, 0, Double.NaN, 3, 4);
    }

    /** Words such as none are missing among numbers, and words such as NA everywhere. */
    @Test
    void numbersStayNumbersBesideWordsForMissingValues() {
        FileColumn column = column(List.of("1", "none", "NA", "-", "unknown", ".", "2.5", ""));

        assertThat(column.isNumeric()).isTrue();
        assertThat(numbers(column))
                .containsExactly(1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 2.5, Double.NaN);
        assertThat(column.missingSpelled(true)).containsOnlyKeys("none", "NA", "-", "unknown", ".", "");
    }

    /** A word in a long column of numbers is told with its row, whether it comes before or after the thousandth number. */
    @Test
    void oneWordAmongManyNumbersIsFound() {
        for (int place : new int[] {300, 2_500}) {
            List<String> texts = IntStream.range(0, 3_000)
                    .mapToObj(i -> i == place ? "oops" : String.format(Locale.ROOT, "%.3f", i / 8.0))
                    .toList();

            FileColumn column = column(texts);

            assertThat(column.isNumeric()).isFalse();
            assertThat(column.isNumericButForFaults()).isTrue();
            assertThat(column.textsAmongNumbers()).containsExactly(new FileColumn.Place(place, "oops"));
            assertThat(column.numbers()).isEqualTo(2_999);
            assertThat(column.asNumbers().at(place)).isNaN();
            assertThat(column.asNumbers().at(2_999)).isEqualTo(2_999 / 8.0);
        }
    }

    /** Oracle: Java's calendar. */
    @Test
    void manyDatesStayDates() {
        List<String> texts = IntStream.range(0, 5_000)
                .mapToObj(i -> i == 4_000
                        ? "soon"
                        : i % 11 == 5
                                ? ""
                                : java.time.LocalDate.ofEpochDay(i * 2L).toString())
                .toList();

        FileColumn column = column(texts);

        FileColumn.Cells days = ColumnTypes.days(column.asMoments().orElseThrow(), DateOrder.YMD);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(days.at(i)).isEqualTo(Double.valueOf(i == 4_000 || i % 11 == 5 ? Double.NaN : i * 2.0));
        }
        assertThat(column.textsAmongMoments()).containsExactly(new FileColumn.Place(4_000, "soon"));
    }

    @Test
    void manyTextsAreKept() {
        List<String> texts =
                IntStream.range(0, 30_000).mapToObj(i -> "k" + i % 9_000).toList();

        FileColumn column = column(texts);

        assertThat(column.words().orElseThrow()).hasSize(9_000);
        assertThat(column.asIndices(text -> Double.parseDouble(text.substring(1)))
                        .at(20_000))
                .isEqualTo(2_000);
    }

    private static FileColumn column(List<String> texts) {
        FileColumn column = new FileColumn(DecimalMark.POINT, new MissingWords(List.of()));
        for (String text : texts) {
            column.add(text.toCharArray(), 0, text.length());
        }
        return column;
    }

    private static double[] numbers(FileColumn column) {
        return all(column, column.asNumbers());
    }

    private static double[] all(FileColumn column, FileColumn.Cells cells) {
        return IntStream.range(0, column.rows()).mapToDouble(cells::at).toArray();
    }
}
