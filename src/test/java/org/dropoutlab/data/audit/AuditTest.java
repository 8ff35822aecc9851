package org.dropoutlab.data.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.dropoutlab.data.Copies;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.DataWarning.Kind;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.Resampling;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For each warning: that it is found, that harmless tables do not raise it, and what happens if it is not heeded. The last is
 * measured by the nearest neighbour, whose accuracy is known: 1/2 on two equally frequent classes that no input knows of.
 */
class AuditTest {
    private static final int ROWS = 200;
    private static final int FOLDS = 5;

    @TempDir
    private Path directory;

    /** Two classes in equal parts, in random order. */
    private static IntFunction<Object> coin(int rows, long seed) {
        int[] order = Written.shuffled(rows, seed);
        return row -> order[row] % 2 == 0 ? "well" : "sick";
    }

    private static int[] folds(int rows) {
        return Arrays.stream(Written.shuffled(rows, 99)).map(i -> i % FOLDS).toArray();
    }

    private static double shuffledAccuracy(Table table) {
        int[] folds = folds(table.size());
        return NearestNeighbour.of(table).accuracy(row -> folds[row]);
    }

    /** Accuracies of guessing one of two classes are this close to 1/2, but for 1 in 15,000: four standard deviations. */
    private static Offset<Double> chance(int rows) {
        return Offset.offset(4 * Math.sqrt(0.25 / rows));
    }

    @Nested
    class Leak {
        private Written noise() {
            return new Written(ROWS).withNoise(3, 1);
        }

        private Written leaking() {
            IntFunction<Object> label = coin(ROWS, 2);
            Random random = new Random(3);
            int[] code = IntStream.range(0, ROWS)
                    .map(row -> (label.apply(row).equals("sick") ? 1 : 0) + 2 * random.nextInt(4))
                    .toArray();
            return noise().with("outcome", row -> code[row]).with("state", label);
        }

        /** Odd codes are sick, so no single threshold tells them. */
        @Test
        void aCodeThatTellsTheLabelIsFound() {
            assertThat(leaking().warnings(directory, Kind.LEAK)).singleElement().satisfies(warning -> {
                assertThat(warning.columns()).containsExactly("outcome");
                assertThat(warning.remedy()).contains("--ignore outcome");
                assertThat(warning.isGrave()).isTrue();
            });
        }

        @Test
        void unheededItMakesThePredictionOfNothingPerfect() {
            Table open = new Written(ROWS)
                    .with("outcome", row -> coin(ROWS, 2).apply(row).equals("sick") ? 1 : 0)
                    .with("state", coin(ROWS, 2))
                    .read(directory)
                    .table();
            Table heeded = leaking()
                    .read(directory, TableOptions.defaults().withIgnored(List.of("outcome")))
                    .table();

            assertThat(shuffledAccuracy(open)).isEqualTo(1);
            assertThat(shuffledAccuracy(heeded)).isCloseTo(0.5, chance(ROWS));
        }

        @Test
        void aThresholdAMissingValueAndACategoryCanTellTheLabel() {
            IntFunction<Object> label = coin(ROWS, 2);
            double[] noise = Written.noise(ROWS, 7);
            List<DataWarning> warnings = noise().with(
                            "level", row -> label.apply(row).equals("sick") ? 5 + noise[row] / 4 : noise[row] / 4)
                    .with("discharged", row -> label.apply(row).equals("sick") ? "" : 1 + row % 30)
                    .with("ward", row -> label.apply(row).equals("sick") ? "W" + row % 3 : "H" + row % 4)
                    .with("state", label)
                    .warnings(directory, Kind.LEAK);

            assertThat(warnings)
                    .extracting(DataWarning::columns)
                    .containsExactlyInAnyOrder(List.of("level"), List.of("discharged"), List.of("ward"));
        }

        /** A cause is known for some of the sick alone: most of the sick have none either. */
        @Test
        void aColumnThatIsFilledInForOneClassAloneIsFound() {
            IntFunction<Object> label = coin(ROWS, 2);
            assertThat(noise().with("cause", row -> label.apply(row).equals("sick") && row % 5 < 2 ? "C" + row % 3 : "")
                            .with("state", label)
                            .warnings(directory, Kind.LEAK))
                    .singleElement()
                    .satisfies(warning ->
                            assertThat(warning.message()).contains("cause is filled in only where state is sick"));
        }

        @Test
        void theRareClassOfAnImbalancedTableCanBeToldAsWell() {
            IntFunction<Object> label = row -> row % 20 == 0 ? "yes" : "no";
            assertThat(noise().with("flag", row -> label.apply(row).equals("yes") ? 3 : 1 + row % 2)
                            .with("state", label)
                            .warnings(directory, Kind.LEAK))
                    .extracting(DataWarning::columns)
                    .containsExactly(List.of("flag"));
        }

        @Test
        void aNumberThatIsTheTargetInOtherUnitsIsFound() {
            double[] target = Written.noise(ROWS, 5);
            assertThat(noise().with("grams", row -> 1000 * target[row] + row % 7)
                            .with("state", row -> target[row])
                            .warnings(directory, Kind.LEAK))
                    .extracting(DataWarning::columns)
                    .containsExactly(List.of("grams"));
        }

        @Test
        void aStrongInputIsNone() {
            IntFunction<Object> label = coin(ROWS, 2);
            double[] noise = Written.noise(ROWS, 7);
            double[] target = Written.noise(ROWS, 8);
            // Φ(1.5) = 0.93 of the rows are on their side.
            assertThat(noise().with("strong", row -> (label.apply(row).equals("sick") ? 3 : 0) + noise[row])
                            .with("state", label)
                            .warnings(directory, Kind.LEAK))
                    .isEmpty();
            assertThat(noise().with("strong", row -> target[row] + noise[row] / 4)
                            .with("state", row -> target[row])
                            .warnings(directory, Kind.LEAK))
                    .isEmpty();
        }

        /** With a value for every row or two, any column fits the labels that it was fitted to. */
        @Test
        void identifiersAndManyCategoriesTellNothing() {
            int[] order = Written.shuffled(ROWS, 4);
            assertThat(noise().with("number", row -> 1000 + order[row])
                            .with("street", row -> "S" + order[row] / 2)
                            .with("state", coin(ROWS, 2))
                            .warnings(directory, Kind.LEAK))
                    .isEmpty();
        }

        @Test
        void aColumnThatTheUserKeepsIsNotWarnedOfAgain() {
            TableFile file = leaking().read(directory);

            assertThat(Audit.of(file, List.of("outcome"))).noneMatch(warning -> warning.kind() == Kind.LEAK);
            assertThat(Audit.of(file, List.of("3"))).noneMatch(warning -> warning.kind() == Kind.LEAK);
            assertThat(Audit.of(file, List.of("noise1"))).anyMatch(warning -> warning.kind() == Kind.LEAK);
        }
    }

    @Nested
    class Groups {
        private static final int EACH = 5;

        private final int[] order = Written.shuffled(ROWS, 11);
        /** For each row, the number of its patient; a patient's rows are anywhere. */
        private final int[] patient = Arrays.stream(order).map(i -> i / EACH).toArray();

        /** Rows of a patient nearly equal, and labels that nothing but the patient knows of. */
        private Written patients() {
            double[][] usual = {
                Written.noise(ROWS, 12), Written.noise(ROWS, 13), Written.noise(ROWS, 14), Written.noise(ROWS, 15)
            };
            double[][] now = {
                Written.noise(ROWS, 16), Written.noise(ROWS, 17), Written.noise(ROWS, 18), Written.noise(ROWS, 19)
            };
            Written table = new Written(ROWS);
            for (int column = 0; column < usual.length; column++) {
                int own = column;
                table.with("v" + column, row -> Written.rounded(usual[own][patient[row]] + 0.05 * now[own][row]));
            }
            IntFunction<Object> label = coin(ROWS / EACH, 20);
            return table.with("state", row -> label.apply(patient[row]));
        }

        @Test
        void aColumnOfPatientsIsFound() {
            assertThat(patients().with("patient", row -> "P" + patient[row]).warnings(directory, Kind.GROUPS))
                    .singleElement()
                    .satisfies(warning -> {
                        assertThat(warning.columns()).containsExactly("patient");
                        assertThat(warning.remedy()).contains("--group patient");
                        assertThat(warning.isGrave()).isTrue();
                    });
        }

        /** Nobody says what a column is for: whole numbers of any name are found as well, and columns that are ignored. */
        @Test
        void numbersOfPatientsAndIgnoredColumnsAreFound() {
            int[] numbers = Written.shuffled(ROWS / EACH, 21);
            assertThat(patients().with("q", row -> 700 + numbers[patient[row]]).warnings(directory, Kind.GROUPS))
                    .extracting(DataWarning::columns)
                    .containsExactly(List.of("q"));
            assertThat(Written.of(
                            patients()
                                    .with("q", row -> "P" + patient[row])
                                    .read(directory, TableOptions.defaults().withIgnored(List.of("q"))),
                            Kind.GROUPS))
                    .extracting(DataWarning::columns)
                    .containsExactly(List.of("q"));
        }

        /** Rows that were exported twice share their number, too, but that says nothing about other rows. */
        @Test
        void copiesOfNumberedRowsDoNotHideThePatients() {
            double[][] numbers = {
                Written.noise(ROWS, 40), Written.noise(ROWS, 41), Written.noise(ROWS, 42), Written.noise(ROWS, 43)
            };
            // The last tenth of the rows are copies of the first.
            IntUnaryOperator original = row -> row < ROWS - ROWS / 10 ? row : row - (ROWS - ROWS / 10);
            Written table = new Written(ROWS);
            for (int column = 0; column < numbers.length; column++) {
                double[] own = numbers[column];
                double[] usual = Written.noise(ROWS, 50 + column);
                table.with(
                        "v" + column,
                        row -> Written.rounded(
                                usual[patient[original.applyAsInt(row)]] + 0.05 * own[original.applyAsInt(row)]));
            }
            IntFunction<Object> label = coin(ROWS / EACH, 60);
            assertThat(table.with("nr", row -> "V" + 7919 * (original.applyAsInt(row) + 1) % 100_003)
                            .with("patient", row -> "P" + patient[original.applyAsInt(row)])
                            .with("state", row -> label.apply(patient[original.applyAsInt(row)]))
                            .warnings(directory, Kind.GROUPS))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.columns()).containsExactly("patient"));
        }

        /** Patients that come one after the other are no time, although their states change along the file. */
        @Test
        void groupsThatAreNumberedAreNoTime() {
            double[][] usual = {Written.noise(ROWS, 70), Written.noise(ROWS, 71), Written.noise(ROWS, 72)};
            double[][] now = {Written.noise(ROWS, 73), Written.noise(ROWS, 74), Written.noise(ROWS, 75)};
            Written table = new Written(ROWS).with("subject", row -> 1000 + row / EACH);
            for (int column = 0; column < usual.length; column++) {
                int own = column;
                table.with("v" + column, row -> Written.rounded(usual[own][row / EACH] + 0.05 * now[own][row]));
            }
            IntFunction<Object> label = coin(ROWS / EACH, 76);
            TableFile file = table.with("state", row -> label.apply(row / EACH)).read(directory);

            assertThat(Written.of(file, Kind.GROUPS)).hasSize(1);
            assertThat(Written.of(file, Kind.TIME_ORDER)).isEmpty();
        }

        @Test
        void unheededItMakesThePredictionOfNothingNearlyPerfect() {
            NearestNeighbour model =
                    NearestNeighbour.of(patients().read(directory).table());
            int[] folds = folds(ROWS);

            assertThat(model.accuracy(row -> folds[row])).isGreaterThan(0.95);
            // Five rows of a patient are right or wrong together: as many tries as patients.
            assertThat(model.accuracy(row -> patient[row])).isCloseTo(0.5, chance(ROWS / EACH));
        }

        @Test
        void nearCopiesAreFoundWithoutAColumnThatSaysSo() {
            assertThat(patients().warnings(directory, Kind.GROUPS))
                    .singleElement()
                    .satisfies(warning -> {
                        assertThat(warning.columns()).isEmpty();
                        assertThat(warning.remedy()).contains("--group");
                    });
        }

        @Test
        void rowsThatAreKeptTogetherRaiseNoWarning() {
            TableFile file =
                    patients().with("patient", row -> "P" + patient[row]).readGrouped(directory, "patient");

            assertThat(Audit.of(file, List.of())).isEmpty();
        }

        /** Rows of one age resemble each other, but so do rows of the next age. */
        @Test
        void aNumberWithAMeaningIsNoGroup() {
            double[] noise = Written.noise(ROWS, 22);
            double[] more = Written.noise(ROWS, 23);
            int[] age = Arrays.stream(order).map(i -> 20 + i / EACH).toArray();
            assertThat(new Written(ROWS)
                            .with("age", row -> age[row])
                            .with("height", row -> Written.rounded(age[row] + noise[row]))
                            .with("weight", row -> Written.rounded(age[row] + more[row]))
                            .with("state", coin(ROWS, 24))
                            .warnings(directory, Kind.GROUPS))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 3, 5, 10})
        void unrelatedRowsAndCategoriesAreNone(int columns) {
            assertThat(new Written(ROWS)
                            .withNoise(columns, 30)
                            .with("city", row -> "C" + order[row] % 40)
                            .with("code", row -> order[row] % 40)
                            .with("state", coin(ROWS, 31))
                            .warnings(directory, Kind.GROUPS))
                    .isEmpty();
        }

        /** Classes that are far apart are what everybody hopes for. */
        @Test
        void clustersOfClassesAreNone() {
            IntFunction<Object> label = coin(ROWS, 32);
            double[][] noise = {Written.noise(ROWS, 33), Written.noise(ROWS, 34), Written.noise(ROWS, 35)};
            Written table = new Written(ROWS);
            for (int column = 0; column < noise.length; column++) {
                int own = column;
                table.with("v" + column, row -> (label.apply(row).equals("sick") ? 2 : 0) + noise[own][row]);
            }
            assertThat(table.with("state", label).warnings(directory, Kind.GROUPS))
                    .isEmpty();
        }
    }

    @Nested
    class Copied {
        private static final int TIMES = 3;

        private Written repeated() {
            int[] order = Written.shuffled(ROWS * TIMES, 41);
            double[][] noise = {Written.noise(ROWS, 42), Written.noise(ROWS, 43), Written.noise(ROWS, 44)};
            IntFunction<Object> label = coin(ROWS, 45);
            Written table = new Written(ROWS * TIMES);
            for (int column = 0; column < noise.length; column++) {
                int own = column;
                table.with("v" + column, row -> Written.rounded(noise[own][order[row] / TIMES]));
            }
            return table.with("state", row -> label.apply(order[row] / TIMES));
        }

        @Test
        void copiesAreFoundAndCounted() {
            assertThat(repeated().warnings(directory, Kind.DUPLICATE_ROWS))
                    .singleElement()
                    .satisfies(warning -> {
                        assertThat(warning.message())
                                .contains("400 of 600 rows")
                                .contains("stay in one fold");
                        assertThat(warning.isGrave()).isTrue();
                    });
            assertThat(repeated().warnings(directory, Kind.GROUPS)).isEmpty();
        }

        /** Three copies in five folds: all in one with probability 1/25. */
        @Test
        void unheededTheyAreRecognized() {
            Table table = repeated().read(directory).table();
            NearestNeighbour model = NearestNeighbour.of(table);
            int[] folds = folds(table.size());
            int[] first = Copies.of(table).first();

            assertThat(model.accuracy(row -> folds[row])).isGreaterThan(0.9);
            assertThat(model.accuracy(row -> first[row])).isCloseTo(0.5, chance(ROWS));
        }

        @Test
        void equalRowsOfCoarseColumnsAreNoCopies() {
            Random random = new Random(46);
            assertThat(new Written(ROWS)
                            .with("a", row -> random.nextInt(3))
                            .with("b", row -> random.nextInt(4))
                            .with("c", row -> random.nextBoolean() ? "x" : "y")
                            .with("state", coin(ROWS, 47))
                            .warnings(directory, Kind.DUPLICATE_ROWS))
                    .isEmpty();
        }

        @Test
        void differentRowsAreNone() {
            assertThat(new Written(ROWS)
                            .withNoise(3, 48)
                            .with("state", coin(ROWS, 49))
                            .warnings(directory, Kind.DUPLICATE_ROWS))
                    .isEmpty();
        }
    }

    @Nested
    class Contradictory {
        /** Forty patterns of five rows, of which two have the other label. */
        private Written contradicting(int others) {
            return new Written(ROWS)
                    .with("a", row -> row / 5)
                    .with("b", row -> row / 5 % 7)
                    .with("state", row -> row % 5 < others ? "well" : "sick");
        }

        /** Whatever a model says of a pattern, it is right about at most the most frequent label of its rows. */
        @Test
        void theCeilingIsThatOfTheBestTable() {
            Table table = contradicting(2).read(directory).table();
            Map<List<Double>, int[]> patterns = new HashMap<>();
            for (int row = 0; row < table.size(); row++) {
                patterns.computeIfAbsent(
                                Arrays.stream(table.features().row(row)).boxed().toList(), key -> new int[2])[
                        table.labels()[row]]++;
            }
            int best = patterns.values().stream()
                    .mapToInt(counts -> Math.max(counts[0], counts[1]))
                    .sum();

            assertThat(contradicting(2).warnings(directory, Kind.CONTRADICTORY_ROWS))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.message())
                            .contains("200 rows")
                            .contains(String.format(Locale.ROOT, "%.1f%%", 100.0 * best / ROWS)));
            assertThat(best).isEqualTo(120);
        }

        @Test
        void equalRowsOfOneLabelAreNone() {
            assertThat(new Written(ROWS)
                            .with("a", row -> row / 5)
                            .with("state", row -> row / 5 % 2 == 0 ? "well" : "sick")
                            .warnings(directory, Kind.CONTRADICTORY_ROWS))
                    .isEmpty();
        }
    }

    @Nested
    class InTime {
        private static final int LONG = 600;
        private static final int REGIME = 60;

        /** Whether a time is sick changes now and then; inputs walk, and know the time but not the label. */
        private Written walking() {
            IntFunction<Object> label = coin(LONG / REGIME, 51);
            Written table = new Written(LONG);
            for (int column = 0; column < 3; column++) {
                double[] steps = Written.noise(LONG, 52 + column);
                Arrays.parallelPrefix(steps, Double::sum);
                table.with("v" + column, row -> Written.rounded(steps[row]));
            }
            return table.with("state", row -> label.apply(row / REGIME));
        }

        private Written drifting(String time, IntFunction<Object> when) {
            Random random = new Random(54);
            String[] labels = IntStream.range(0, LONG)
                    .mapToObj(row -> random.nextDouble() < 0.2 + 0.6 * row / LONG ? "sick" : "well")
                    .toArray(String[]::new);
            Written table = new Written(LONG).withNoise(3, 55);
            return (time.isEmpty() ? table : table.with(time, when)).with("state", row -> labels[row]);
        }

        @Test
        void aLabelThatDriftsIsFoundAndTheTimeNamed() {
            assertThat(drifting("", row -> "").warnings(directory, Kind.TIME_ORDER))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.columns()).isEmpty());
            assertThat(drifting("hour", row -> row / 5).warnings(directory, Kind.TIME_ORDER))
                    .singleElement()
                    .satisfies(warning -> {
                        assertThat(warning.columns()).containsExactly("hour");
                        assertThat(warning.remedy()).contains("--time hour");
                    });
        }

        @Test
        void unheededThePastIsPredictedFromTheFuture() {
            TableFile file = walking().read(directory);
            NearestNeighbour model = NearestNeighbour.of(file.table());
            int[] folds = folds(LONG);

            assertThat(Written.of(file, Kind.TIME_ORDER)).hasSize(1);
            assertThat(model.accuracy(row -> folds[row])).isGreaterThan(0.9);
            // Each regime is predicted from those before it: right or wrong as a whole.
            assertThat(model.accuracy((row, other) -> other / REGIME < row / REGIME ? 1 : 0))
                    .isLessThan(0.75);
        }

        @Test
        void aFileInNoOrderRaisesNoWarning() {
            assertThat(new Written(LONG)
                            .withNoise(3, 56)
                            .with("state", coin(LONG, 57))
                            .warnings(directory, Kind.TIME_ORDER))
                    .isEmpty();
        }

        /** Published tables often have one class after the other. */
        @Test
        void aFileThatIsSortedByItsLabelIsNotedAndNotWarnedOf() {
            TableFile file = new Written(LONG)
                    .withNoise(3, 58)
                    .with("state", row -> row < LONG / 3 ? "well" : "sick")
                    .read(directory);

            assertThat(Written.of(file, Kind.TIME_ORDER)).isEmpty();
            assertThat(Profiles.of(file, List.of()).notes()).anyMatch(note -> note.contains("sorted by state"));
        }

        /** A list of prices from the cheapest on is in no order of time. */
        @Test
        void aFileThatIsSortedByAnInputIsNotedAndNotWarnedOf() {
            Random random = new Random(62);
            String[] labels = IntStream.range(0, LONG)
                    .mapToObj(row -> random.nextDouble() < 0.2 + 0.6 * row / LONG ? "sick" : "well")
                    .toArray(String[]::new);
            TableFile byPrice = new Written(LONG)
                    .with("price", row -> 10 + Math.floorDiv(row, 7) * 0.5)
                    .withNoise(2, 63)
                    .with("state", row -> labels[row])
                    .read(directory);
            TableFile byCity = new Written(LONG)
                    .with("city", row -> "C" + row / 50)
                    .withNoise(2, 64)
                    .with("state", row -> labels[row])
                    .read(directory);

            assertThat(Written.of(byPrice, Kind.TIME_ORDER)).isEmpty();
            assertThat(Profiles.of(byPrice, List.of()).notes()).anyMatch(note -> note.contains("--time price"));
            assertThat(Written.of(byCity, Kind.TIME_ORDER)).isEmpty();
        }

        @Test
        void aNumberOfTheRowIsATime() {
            assertThat(drifting("nr", row -> 1 + row).warnings(directory, Kind.TIME_ORDER))
                    .extracting(DataWarning::columns)
                    .containsExactly(List.of("nr"));
        }

        /** Dates need not be in order in the file. */
        @Test
        void datesInAnyOrderAreFound() {
            int[] day = Written.shuffled(LONG, 65);
            Random random = new Random(66);
            String[] labels = IntStream.range(0, LONG)
                    .mapToObj(row -> random.nextDouble() < 0.2 + 0.6 * day[row] / LONG ? "sick" : "well")
                    .toArray(String[]::new);
            assertThat(new Written(LONG)
                            .withNoise(2, 67)
                            .with("taken", row -> LocalDate.of(2020, 1, 1).plusDays(day[row]))
                            .with("state", row -> labels[row])
                            .warnings(directory, Kind.TIME_ORDER))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.remedy()).contains("--time taken"));
        }

        @Test
        void classesThatTakeTurnsAreNoTime() {
            assertThat(new Written(LONG)
                            .withNoise(3, 59)
                            .with("state", row -> row < LONG / 2 ? row % 2 == 0 ? "a" : "b" : row % 6 == 0 ? "a" : "b")
                            .warnings(directory, Kind.TIME_ORDER))
                    .isEmpty();
        }

        @Test
        void aTargetThatGrowsIsFound() {
            double[] noise = Written.noise(LONG, 60);
            assertThat(new Written(LONG)
                            .withNoise(2, 61)
                            .with("state", row -> row / 200.0 + noise[row])
                            .warnings(directory, Kind.TIME_ORDER))
                    .hasSize(1);
        }
    }

    @Nested
    class Numeric {
        @Test
        void aPlaceholderIsFound() {
            double[] noise = Written.noise(ROWS, 71);
            assertThat(new Written(ROWS)
                            .withNoise(2, 72)
                            .with("pressure", row -> row % 25 == 0 ? -999 : Math.round(80 + 10 * noise[row]))
                            .with("state", coin(ROWS, 73))
                            .warnings(directory, Kind.PLACEHOLDER))
                    .singleElement()
                    .satisfies(warning -> {
                        assertThat(warning.columns()).containsExactly("pressure");
                        assertThat(warning.message()).contains("-999 in 8 rows");
                        assertThat(warning.remedy()).contains("--missing-words -999");
                    });
        }

        /** In units of a standard deviation that −999 makes, all real values are one. */
        @Test
        void unheededAPlaceholderHidesItsColumn() {
            IntFunction<Object> label = coin(ROWS, 73);
            double[] noise = Written.noise(ROWS, 74);
            IntFunction<Object> pressure =
                    row -> Math.round(80 + (label.apply(row).equals("sick") ? 20 : 0) + 2 * noise[row]);
            Table placeholders = new Written(ROWS)
                    .withNoise(1, 75)
                    .with("pressure", row -> row % 25 == 0 ? -9999 : pressure.apply(row))
                    .with("state", label)
                    .read(directory)
                    .table();
            Table missing = new Written(ROWS)
                    .withNoise(1, 75)
                    .with("pressure", row -> row % 25 == 0 ? "" : pressure.apply(row))
                    .with("state", label)
                    .read(directory)
                    .table();

            assertThat(shuffledAccuracy(missing)).isGreaterThan(0.9);
            assertThat(shuffledAccuracy(placeholders)).isLessThan(0.8);
        }

        @Test
        void numbersThatReachFarAreNoPlaceholders() {
            double[] noise = Written.noise(ROWS, 76);
            assertThat(new Written(ROWS)
                            .with("income", row -> Math.round(Math.exp(3 * noise[row])))
                            .with("nines", row -> 90 + row % 10)
                            .with("state", coin(ROWS, 77))
                            .warnings(directory, Kind.PLACEHOLDER))
                    .isEmpty();
        }

        @Test
        void unitsThatDifferByOrdersOfMagnitudeAreNamed() {
            double[] noise = Written.noise(ROWS, 78);
            assertThat(new Written(ROWS)
                            .with("mole", row -> 1e-6 * noise[row])
                            .with("pascal", row -> 1e5 + 1e3 * noise[ROWS - 1 - row])
                            .with("state", coin(ROWS, 79))
                            .warnings(directory, Kind.SCALES))
                    .singleElement()
                    .satisfies(warning -> {
                        assertThat(warning.columns()).containsExactly("mole", "pascal");
                        assertThat(warning.isGrave()).isFalse();
                    });
            assertThat(new Written(ROWS)
                            .with("share", row -> noise[row])
                            .with("income", row -> 2e4 + 1e4 * noise[ROWS - 1 - row])
                            .with("state", coin(ROWS, 79))
                            .warnings(directory, Kind.SCALES))
                    .isEmpty();
        }

        /** Scaled, as networks here are given them, units do not matter; unscaled, the largest is all that counts. */
        @Test
        void unheededTheLargestUnitDecides() {
            IntFunction<Object> label = coin(ROWS, 80);
            double[] noise = Written.noise(ROWS, 81);
            Table table = new Written(ROWS)
                    .with("mole", row -> 1e-6 * ((label.apply(row).equals("sick") ? 6 : 0) + noise[row]))
                    .with("pascal", row -> 1e5 + 1e3 * noise[ROWS - 1 - row])
                    .with("state", label)
                    .read(directory)
                    .table();
            int[] folds = folds(ROWS);

            assertThat(NearestNeighbour.of(table).accuracy(row -> folds[row])).isGreaterThan(0.95);
            assertThat(NearestNeighbour.unscaled(table).accuracy(row -> folds[row]))
                    .isCloseTo(0.5, chance(ROWS));
        }
    }

    @Nested
    class Rare {
        @Test
        void aClassOfNineRowsIsFoundAndOneOfTenIsNot() {
            assertThat(new Written(ROWS)
                            .withNoise(2, 91)
                            .with("state", row -> row < 9 ? "t5" : row % 2 == 0 ? "t1" : "t2")
                            .warnings(directory, Kind.RARE_CLASS))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.message()).contains("t5 9"));
            assertThat(new Written(ROWS)
                            .withNoise(2, 91)
                            .with("state", row -> row < 10 ? "t5" : row % 2 == 0 ? "t1" : "t2")
                            .warnings(directory, Kind.RARE_CLASS))
                    .isEmpty();
        }

        /** With ten folds, one would have none to test on; with nine, a fold's recall of the class is 0 or 1. */
        @Test
        void unheededThereCannotBeMoreFoldsThanRows() {
            Table table = new Written(ROWS)
                    .withNoise(2, 91)
                    .with("state", row -> row < 9 ? "t5" : row % 2 == 0 ? "t1" : "t2")
                    .read(directory)
                    .table();
            int rare = table.classes().indexOf("t5");

            assertThatThrownBy(() -> Splits.of(table, Resampling.of(10, 1), 93))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("class t5 has 9");
            assertThat(Splits.of(table, Resampling.of(9, 1), 93)).allSatisfy(fold -> assertThat(
                            Arrays.stream(fold.test()).filter(row -> table.labels()[row] == rare))
                    .hasSize(1));
        }
    }
}
