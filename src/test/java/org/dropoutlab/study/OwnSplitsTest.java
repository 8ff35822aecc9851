package org.dropoutlab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.SplitKeys.Given;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.experiment.resampling.ForwardChaining;
import org.dropoutlab.experiment.resampling.GivenSplits;
import org.dropoutlab.experiment.resampling.GroupedFolds;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.experiment.resampling.Resampling;
import org.junit.jupiter.api.Test;

class OwnSplitsTest {
    /** Two sequences are there twice: each pair is one group, on one side. */
    @Test
    void copiesOfASequenceStayTogether() {
        double[][][] steps = new double[40][][];
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            steps[i] = new double[][] {{i < 38 ? i : i - 38}, {1}};
            labels[i] = i % 2;
        }
        Sequences sequences = Sequences.ofClasses(steps, labels, List.of("a", "b"));

        OwnSplits own = OwnSplits.of(
                sequences,
                new OwnSplits.Wishes(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        usual -> usual),
                1);

        assertThat(own.notes()).anyMatch(note -> note.startsWith("2 sequences are copies of an earlier one"));
        int[] groups = own.examples().keys().groups().orElseThrow();
        assertThat(groups[38]).isEqualTo(groups[0]);
        assertThat(groups[39]).isEqualTo(groups[1]);
    }

    @Test
    void aTableWithoutCopiesIsSplitAsBefore() {
        Table table = table(counts(60, 60));

        OwnSplits own = OwnSplits.of(table, wishes(), 1);

        assertThat(own.examples()).isSameAs(table);
        assertThat(own.resampling()).isEqualTo(OwnStudy.resampling(table));
        assertThat(own.notes()).isEmpty();
    }

    @Test
    void copiesOfARowStayInOneFold() {
        Table once = table(counts(40, 40));
        int[] rows = IntStream.range(0, 240).map(i -> i % 80).toArray();
        Table table = picked(once, rows);

        OwnSplits own = OwnSplits.of(table, wishes(), 1);

        assertThat(own.resampling()).isInstanceOf(GroupedFolds.class);
        assertThat(own.notes())
                .containsExactly("160 rows are copies of an earlier one; all copies of a row stay in one fold");
        for (Fold whole : Splits.of(own.examples(), own.resampling(), 3)) {
            Fold fold = Splits.withValidation(own.examples(), own.resampling(), whole, 4);
            long kinds = List.of(fold.train(), fold.validation(), fold.test()).stream()
                    .mapToLong(part ->
                            Arrays.stream(part).map(row -> rows[row]).distinct().count())
                    .sum();
            assertThat(kinds).as("a row on two sides would count twice").isEqualTo(80);
        }
    }

    /** 400 rows of two columns with two values each: at most eight kinds, none of which is a copy of another person. */
    @Test
    void rowsOfFewValuesAreNoCopies() {
        Random random = new Random(1);
        double[][] cells = random.ints(400)
                .mapToObj(i -> random.ints(2, 0, 2).asDoubleStream().toArray())
                .toArray(double[][]::new);
        Table table = new Table(cells, random.ints(400, 0, 2).toArray(), List.of("a", "b"));

        OwnSplits own = OwnSplits.of(table, wishes(), 1);

        assertThat(own.resampling()).isInstanceOf(CrossValidation.class);
        assertThat(own.notes()).singleElement().asString().endsWith("and may be in another fold");
    }

    @Test
    void noMoreFoldsThanTheRarestClassHasRows() {
        OwnSplits nine = OwnSplits.of(table(counts(60, 9)), wishes(), 1);
        assertThat(nine.resampling().splits()).isEqualTo(9);
        assertThat(nine.notes()).containsExactly("class c1 has 9 rows: 9 folds instead of 10");

        OwnSplits typed = OwnSplits.of(table(counts(60, 3)), wishes(8), 1);
        assertThat(typed.resampling().splits()).isEqualTo(3);
        assertThat(typed.notes()).containsExactly("class c1 has 3 rows: 3 folds instead of 8");

        for (int rare : new int[] {2, 3, 4, 5, 9}) {
            Table table = table(counts(60, rare));
            Splits.check(table, OwnSplits.of(table, wishes(), 1).resampling());
        }
    }

    /** Three copies of one row are one row that is in one fold. */
    @Test
    void copiesOfARareClassCountOnce() {
        Table once = table(counts(60, 4));
        int[] rows = IntStream.concat(IntStream.range(0, 64), IntStream.of(60, 60, 61))
                .toArray();

        OwnSplits own = OwnSplits.of(picked(once, rows), wishes(), 1);

        assertThat(own.resampling().splits()).isEqualTo(4);
        assertThat(own.notes()).contains("class c1 has 4 different rows: 4 folds instead of 10");
    }

    @Test
    void aClassOfOneRowIsRefused() {
        assertThatThrownBy(() -> OwnSplits.of(table(counts(60, 1)), wishes(), 1))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "class c1 has a single row, which cannot be in both training and test data; add rows of this class, merge it with another class or leave it out");
    }

    @Test
    void fewGroupsMakeFewFoldsUnlessMoreWereAskedFor() {
        Table table = table(counts(30, 30));
        Table grouped = table.withKeys(
                SplitKeys.NONE.withGroups(IntStream.range(0, 60).map(i -> i % 6).toArray()));
        OwnSplits.Wishes byPatient = new OwnSplits.Wishes(
                Optional.of("patient"),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                UnaryOperator.identity());

        OwnSplits own = OwnSplits.of(grouped, byPatient, 1);

        assertThat(own.resampling().splits()).isEqualTo(6);
        assertThat(own.notes()).containsExactly("column patient has 6 groups: 6 folds instead of 10");
        assertThat(own.resampling().describe()).endsWith("with all rows of one patient on the same side");
        assertThatThrownBy(() -> OwnSplits.of(
                        grouped,
                        new OwnSplits.Wishes(
                                Optional.of("patient"),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.empty(),
                                OptionalInt.of(8),
                                usual -> usual.withFolds(8)),
                        1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("8 folds need at least 8 groups");
    }

    /** Each patient has one class, and there are two patients of one of them. */
    @Test
    void aFoldWithoutAClassIsSaid() {
        int[] groups = IntStream.range(0, 60).map(i -> i / 6).toArray();
        int[] labels = Arrays.stream(groups).map(group -> group < 2 ? 1 : 0).toArray();
        Table table = table(labels).withKeys(SplitKeys.NONE.withGroups(groups));

        OwnSplits own = OwnSplits.of(
                table,
                new OwnSplits.Wishes(
                        Optional.of("patient"),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.of(5),
                        usual -> usual.withFolds(5).withRepeats(1)),
                1);

        assertThat(own.notes())
                .containsExactly(
                        "class c1 is missing from the test data of 3 of 5 splits: metrics of that class are missing there");
    }

    /** Patients 0 and 1 share a row: one group. */
    @Test
    void groupsThatShareARowAreOne() {
        Table once = table(counts(30, 30));
        int[] rows = IntStream.concat(IntStream.range(0, 60), IntStream.of(0)).toArray();
        int[] groups = IntStream.range(0, 61).map(i -> i < 60 ? i / 3 : 1).toArray();
        Table table = picked(once, rows).withKeys(SplitKeys.NONE.withGroups(groups));

        OwnSplits own = OwnSplits.of(
                table,
                new OwnSplits.Wishes(
                        Optional.of("patient"),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        UnaryOperator.identity()),
                1);

        int[] joined = ((Table) own.examples()).keys().groups().orElseThrow();
        assertThat(joined[3]).isEqualTo(joined[0]);
        assertThat(Arrays.stream(joined).distinct().count()).isEqualTo(19);
        assertThat(own.notes())
                .contains(
                        "equal rows have different values of patient: groups that share a row stay together, which makes 19 of 20 groups");
    }

    @Test
    void splitsByTimeHaveNamedPeriodsAndNoTest() {
        Table table = table(counts(40, 40));
        OwnSplits own = OwnSplits.of(
                table.withKeys(SplitKeys.NONE.withTimes(new SplitKeys.Times(
                        IntStream.range(0, 80).map(i -> i % 40 / 10).toArray(),
                        List.of("2001", "2002", "2003", "2004")))),
                new OwnSplits.Wishes(
                        Optional.empty(),
                        Optional.of("year"),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Resampling::withoutValidation),
                1);

        assertThat(((ForwardChaining) own.resampling()).periods()).containsExactly("2002", "2003", "2004");
        assertThat(own.resampling().pairing()).isEqualTo(Pairing.PERIODS);
        assertThat(own.notes()).contains("column year has 4 different times: 3 test periods instead of 5");
    }

    /** Five folds are alike; of splits that grow, the last has four times the training data of the first. */
    @Test
    void givenSplitsAreTestedIfTheyAreAlike() {
        assertThat(pairing(5, (fold, row) -> row % 5 == fold ? Given.TEST : Given.TRAIN))
                .isEqualTo(Pairing.FIXED_FOLDS);
        assertThat(pairing(4, (split, row) -> {
                    int fifth = row / 16;
                    return fifth <= split ? Given.TRAIN : fifth == split + 1 ? Given.TEST : Given.UNUSED;
                }))
                .isEqualTo(Pairing.PERIODS);
        assertThat(pairing(1, (split, row) -> row % 4 == 0 ? Given.TEST : Given.TRAIN))
                .isEqualTo(Pairing.SEEDS);
    }

    private interface Roles {
        byte of(int split, int row);
    }

    private static Pairing pairing(int splits, Roles roles) {
        List<Given> given = IntStream.range(0, splits)
                .mapToObj(split -> {
                    byte[] all = new byte[80];
                    for (int row = 0; row < all.length; row++) {
                        all[row] = roles.of(split, row);
                    }
                    return new Given(all);
                })
                .toList();
        Table table = table(IntStream.range(0, 80).map(i -> i % 2).toArray()).withKeys(SplitKeys.NONE.withGiven(given));
        OwnSplits own = OwnSplits.of(
                table,
                new OwnSplits.Wishes(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("column fold"),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        UnaryOperator.identity()),
                1);
        Splits.check(own.examples(), own.resampling());
        return ((GivenSplits) own.resampling()).pairing();
    }

    @Test
    void testRowsThatEqualATrainingRowAreSaid() {
        Table once = table(counts(40, 40));
        Table table = picked(
                        once,
                        IntStream.concat(IntStream.range(0, 80), IntStream.range(37, 44))
                                .toArray())
                .withTrainExamples(80);

        assertThat(OwnSplits.of(table, wishes(), 1).notes())
                .containsExactly(
                        "7 of 7 test rows have the same inputs as a training row: results on these may be too good");
    }

    private static OwnSplits.Wishes wishes() {
        return new OwnSplits.Wishes(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                UnaryOperator.identity());
    }

    private static OwnSplits.Wishes wishes(int folds) {
        return new OwnSplits.Wishes(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.of(folds),
                usual -> usual.withFolds(folds));
    }

    private static int[] counts(int zeros, int ones) {
        return IntStream.range(0, zeros + ones).map(i -> i < zeros ? 0 : 1).toArray();
    }

    private static Table table(int... labels) {
        Random random = new Random(9);
        double[][] cells = IntStream.range(0, labels.length)
                .mapToObj(i -> random.doubles(3).toArray())
                .toArray(double[][]::new);
        return new Table(cells, labels, List.of("c0", "c1"));
    }

    private static Table picked(Table once, int... rows) {
        return new Table(
                Arrays.stream(rows).mapToObj(row -> once.features().row(row)).toArray(double[][]::new),
                Arrays.stream(rows).map(row -> once.labels()[row]).toArray(),
                once.classes());
    }
}
