package org.dropoutlab.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A column keeps its values whatever it keeps them as: numbers of distinct values, or numbers. */
class FileColumnTest {
    /** More than a chunk of cells, and more distinct values than are remembered; oracle: the texts themselves. */
    @Test
    void numbersStayWhatTheyWereWhenThereAreTooManyToRemember() {
        List<String> texts = IntStream.range(0, 20_000)
                .mapToObj(i -> i % 7 == 3 ? "NA" : i < 9_000 ? Integer.toString(i % 900) : i + ".5")
                .toList();

        FileColumn column = column(texts);

        assertThat(column.isNumeric()).isTrue();
        assertThat(column.distinct()).hasSize(FileColumn.MOST_DISTINCT + 1).startsWith("0", "1", "2", "4");
        assertThat(numbers(column))
                .containsExactly(texts.stream()
                        .mapToDouble(text -> text.equals("NA") ? Double.NaN : Double.parseDouble(text))
                        .toArray());
        assertThat(column.firstMissing()).contains(new FileColumn.Place(4, "NA"));
    }

    @Test
    void categoriesAreNumberedInOrderOfAppearance() {
        FileColumn column = column(List.of("b", "a", "", "1", "b", "?", "1.0"));

        assertThat(column.isNumeric()).isFalse();
        assertThat(column.distinct()).containsExactly("b", "a", "1", "1.0");
        assertThat(column.numbers()).isEqualTo(2);
        assertThat(column.values()).isEqualTo(5);
        assertThat(indices(column)).containsExactly(0, 1, Double.NaN, 2, 0, Double.NaN, 3);
        assertThatThrownBy(column::asNumbers).isInstanceOf(IllegalStateException.class);
    }

    /** Oracle: the same cells read from the top. */
    @Test
    void theFirstRowCanBeAddedAfterTheOthers() {
        for (List<String> texts : List.of(
                List.of("x", "a", "x", "b"),
                List.of("", "1", "2"),
                List.of("3", "4", "5", "4"),
                List.of("nan", "a", "b"),
                Stream.concat(Stream.of("-7"), IntStream.range(0, 3_000).mapToObj(Integer::toString))
                        .toList())) {
            FileColumn whole = column(texts);
            FileColumn late = column(texts.subList(1, texts.size()));
            late.addAbove(1, texts.get(0));

            assertThat(late.rows()).isEqualTo(whole.rows());
            assertThat(late.values()).isEqualTo(whole.values());
            assertThat(late.numbers()).isEqualTo(whole.numbers());
            assertThat(late.counts()).isEqualTo(whole.counts());
            assertThat(late.distinct().subList(0, 2)).isEqualTo(whole.distinct().subList(0, 2));
            assertThat(late.isNumeric() ? numbers(late) : indices(late))
                    .containsExactly(whole.isNumeric() ? numbers(whole) : indices(whole));
        }
    }

    /** That many categories are never used: what is kept of them is enough to say so. */
    @Test
    void oneWordBelowManyNumbersIsFound() {
        List<String> texts = IntStream.range(0, 3_000)
                .mapToObj(i -> i == 2_500 ? "oops" : String.format(Locale.ROOT, "%.3f", i / 8.0))
                .toList();

        FileColumn column = column(texts);

        assertThat(column.isNumeric()).isFalse();
        assertThat(column.firstText()).contains(new FileColumn.Place(2_501, "oops"));
        assertThat(column.numbers()).isEqualTo(2_999);
        assertThat(column.values()).isEqualTo(3_000);
        assertThat(column.distinct()).hasSizeGreaterThan(100);
    }

    private static FileColumn column(List<String> texts) {
        FileColumn column = new FileColumn();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            column.add(i + 1, text.toCharArray(), 0, text.length());
        }
        return column;
    }

    private static double[] numbers(FileColumn column) {
        return all(column, column.asNumbers());
    }

    private static double[] indices(FileColumn column) {
        return all(column, column.asIndices(column.distinct()::indexOf));
    }

    private static double[] all(FileColumn column, FileColumn.Cells cells) {
        return IntStream.range(0, column.rows()).mapToDouble(cells::at).toArray();
    }
}
