package org.dropoutlab.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Rows of a table that equal an earlier one, found in one pass over the rows. Two missing values are equal, and so are 0 and −0.
 *
 * @param first for each row, the first row that equals it, itself if there is none before it
 */
public record Copies(int[] first) {
    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
    private static final long MIX_2 = 0x94d049bb133111ebL;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    /** Copies among rows in which all inputs and the label or target are equal. */
    public static Copies of(Table table) {
        return of(table, true);
    }

    /** The same for rows in which all inputs are equal, whatever their labels. */
    public static Copies ofInputs(Table table) {
        return of(table, false);
    }

    /**
     * The same for sequences whose inputs are equal at all steps, found by checksums.
     *
     * @param labels whether what is to be predicted must be equal, too
     */
    public static Copies of(Sequences sequences, boolean labels) {
        Map<String, Integer> found = new HashMap<>();
        int[] first = new int[sequences.size()];
        int columns = sequences.steps().categories().length;
        for (int sequence = 0; sequence < first.length; sequence++) {
            int[] steps = sequences.stepsOf(new int[] {sequence});
            int[] answers = labels ? sequences.answered(new int[] {sequence}) : new int[0];
            ByteBuffer bytes = ByteBuffer.allocate((steps.length * columns + answers.length) * Double.BYTES);
            for (int step : steps) {
                for (int column = 0; column < columns; column++) {
                    bytes.putLong(bits(sequences.steps().cell(step, column)));
                }
            }
            for (int answer : answers) {
                bytes.putLong(bits(sequences.isRegression() ? sequences.targetOf(answer) : sequences.classOf(answer)));
            }
            Integer own = sequence;
            first[sequence] = found.computeIfAbsent(steps.length + " " + Checksum.sha256(bytes.array()), key -> own);
        }
        return new Copies(first);
    }

    private static Copies of(Table table, boolean labels) {
        Features features = table.features();
        int columns = features.categories().length;
        int perBlock = Features.rowsPerBlock(columns);
        int rows = features.examples();
        long[] hashes = new long[rows];
        IntStream.range(0, features.blocks().length).parallel().forEach(block -> {
            double[] numbers = features.blocks()[block];
            int row = block * perBlock;
            for (int at = 0; at < numbers.length; at += columns) {
                long hash = labels ? bits(answer(table, row)) : 0;
                for (int column = 0; column < columns; column++) {
                    hash = mixed(hash + STEP ^ bits(numbers[at + column]));
                }
                hashes[row++] = hash;
            }
        });
        int slots = Integer.highestOneBit(Math.max(1, rows)) << 2;
        int[] found = new int[slots];
        int[] first = new int[rows];
        for (int row = 0; row < rows; row++) {
            int slot = (int) (hashes[row] >>> Integer.SIZE) & slots - 1;
            first[row] = row;
            while (found[slot] != 0) {
                int other = found[slot] - 1;
                if (hashes[other] == hashes[row] && equal(table, other, row, labels)) {
                    first[row] = other;
                    break;
                }
                slot = slot + 1 & slots - 1;
            }
            if (first[row] == row) {
                found[slot] = row + 1;
            }
        }
        return new Copies(first);
    }

    private static boolean equal(Table table, int one, int other, boolean labels) {
        Features features = table.features();
        int columns = features.categories().length;
        int perBlock = Features.rowsPerBlock(columns);
        double[] left = features.blocks()[one / perBlock];
        double[] right = features.blocks()[other / perBlock];
        int from = one % perBlock * columns;
        int with = other % perBlock * columns;
        for (int column = 0; column < columns; column++) {
            if (bits(left[from + column]) != bits(right[with + column])) {
                return false;
            }
        }
        return !labels || bits(answer(table, one)) == bits(answer(table, other));
    }

    private static double answer(Table table, int row) {
        return table.targets().isPresent() ? table.targets().get()[row] : table.labels()[row];
    }

    /** Equal for equal values: one pattern for all NaN, and 0 for −0. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    /** The finalizer of SplitMix64 (Steele, Lea &amp; Flood 2014). */
    private static long mixed(long number) {
        long mixed = (number ^ number >>> 30) * MIX_1;
        mixed = (mixed ^ mixed >>> 27) * MIX_2;
        return mixed ^ mixed >>> 31;
    }

    /** Number of rows that equal an earlier one. */
    public int count() {
        return (int) IntStream.range(0, first.length)
                .filter(row -> first[row] != row)
                .count();
    }

    /** Number of distinct rows that have a copy. */
    public int copied() {
        return (int) Arrays.stream(copiesOfEach()).filter(size -> size > 1).count();
    }

    /** For each row, how often it is there if it is the first of its kind, otherwise 0. */
    public int[] copiesOfEach() {
        int[] sizes = new int[first.length];
        for (int row : first) {
            sizes[row]++;
        }
        return sizes;
    }

    /** Number of pairs of equal rows. */
    public long pairs() {
        return Arrays.stream(copiesOfEach())
                .mapToLong(size -> (long) size * (size - 1) / 2)
                .sum();
    }

    /**
     * Whether so many equal rows are to be expected because columns have few values: at least half as many pairs would be equal if
     * the columns were independent of one another within each class. Then equal rows need not be copies: they may be different people
     * who are alike in what was recorded. Dependent columns have more equal rows than that, so a doubtful case counts as copies.
     *
     * @param table the table in which they were found, labels included
     */
    public boolean areCoincidences(Table table) {
        double enough = pairs() / 2.0;
        int[] labels = table.labels();
        int[][] members = IntStream.range(0, table.groups())
                .mapToObj(label -> IntStream.range(0, labels.length)
                        .filter(row -> labels[row] == label)
                        .toArray())
                .toArray(int[][]::new);
        double[] expected = Arrays.stream(members)
                .mapToDouble(rows -> rows.length * (rows.length - 1.0) / 2)
                .toArray();
        table.targets().ifPresent(targets -> thin(expected, members, row -> targets[row]));
        Features features = table.features();
        for (int column = 0; column < features.categories().length && sum(expected) >= enough; column++) {
            int own = column;
            thin(expected, members, row -> features.cell(row, own));
        }
        return sum(expected) >= enough;
    }

    /** Keeps of the expected pairs of each class those that are equal in one more column. */
    private static void thin(double[] expected, int[][] members, IntToDoubleFunction cell) {
        for (int label = 0; label < expected.length; label++) {
            expected[label] *=
                    chance(Arrays.stream(members[label]).mapToDouble(cell).toArray());
        }
    }

    private static double sum(double[] numbers) {
        return Arrays.stream(numbers).sum();
    }

    /** The share of pairs of different rows that have the same value. */
    private static double chance(double[] values) {
        long[] sorted = Arrays.stream(values).mapToLong(Copies::bits).sorted().toArray();
        double pairs = 0;
        for (int from = 0, to = 0; from < sorted.length; from = to) {
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            pairs += (to - from) * (to - from - 1.0);
        }
        return sorted.length < 2 ? 0 : pairs / (sorted.length * (sorted.length - 1.0));
    }
}
