package org.dropoutlab.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The features of a table's examples, in the table's units. A category takes one number and not one for each network input,
 * and rows are in blocks: no array holds the whole table, and no object a row.
 *
 * @param categories for each column, its number of categories, each of which is a network input; 0 for a column of numbers,
 *     which is one input
 * @param examples number of examples
 * @param blocks [block][row in the block and column]: a number, the number of a category from 0, or {@code NaN} where it is
 *     missing. Every block but the last has {@link #rowsPerBlock} rows
 */
public record Features(int[] categories, int examples, double[][] blocks) {
    private static final int NUMBERS_PER_BLOCK = 1 << 16;

    public Features {
        int perBlock = rowsPerBlock(categories.length);
        if (categories.length == 0 || blocks.length != (examples + perBlock - 1) / perBlock) {
            throw new IllegalArgumentException(
                    "%d blocks for %d rows of %d columns".formatted(blocks.length, examples, categories.length));
        }
        for (int block = 0; block < blocks.length; block++) {
            if (blocks[block].length != Math.min(perBlock, examples - block * perBlock) * categories.length) {
                throw new IllegalArgumentException("block %d has %d numbers".formatted(block, blocks[block].length));
            }
        }
    }

    /** A cell of a table that is copied: a number or a category as in {@link Features}. */
    @FunctionalInterface
    public interface Cells {
        /** The cell of an example in a column, both counted from 0. */
        double at(int example, int column);
    }

    /** Features made cell by cell, by several threads, with {@code categories} as in the record. */
    public static Features of(int[] categories, int examples, Cells cells) {
        int columns = categories.length;
        int perBlock = rowsPerBlock(columns);
        double[][] blocks = new double[(examples + perBlock - 1) / perBlock][];
        IntStream.range(0, blocks.length).parallel().forEach(block -> {
            int first = block * perBlock;
            double[] numbers = new double[Math.min(perBlock, examples - first) * columns];
            for (int column = 0; column < columns; column++) {
                int example = first;
                for (int i = column; i < numbers.length; i += columns) {
                    numbers[i] = cells.at(example++, column);
                }
            }
            blocks[block] = numbers;
        });
        return new Features(categories, examples, blocks);
    }

    /**
     * A copy of rows of numbers.
     *
     * @param rows [example][feature], of one length; at least one
     */
    public static Features of(double[][] rows) {
        return of(new int[rows[0].length], rows.length, (example, column) -> rows[example][column]);
    }

    /** Rows in a block, for a number of columns: a power of two. */
    public static int rowsPerBlock(int columns) {
        return Integer.highestOneBit(Math.max(1, NUMBERS_PER_BLOCK / Math.max(1, columns)));
    }

    /** Number of network inputs. */
    public int inputs() {
        // A loop, because it is asked for every row.
        long inputs = 0;
        for (int count : categories) {
            inputs += Math.max(1, count);
        }
        return Math.toIntExact(inputs);
    }

    /**
     * Writes an example's network inputs before scaling: numbers, {@code NaN} where one is missing, and for a category 1 at
     * its place and 0 elsewhere.
     *
     * @param into an array of {@link #inputs} numbers
     */
    public void read(int example, double[] into) {
        int columns = categories.length;
        int perBlock = rowsPerBlock(columns);
        double[] block = blocks[example / perBlock];
        int first = example % perBlock * columns;
        if (into.length == columns && isAllNumbers()) {
            System.arraycopy(block, first, into, 0, columns);
            return;
        }
        Arrays.fill(into, 0);
        int at = 0;
        for (int column = 0; column < columns; column++) {
            double cell = block[first + column];
            if (categories[column] == 0) {
                into[at++] = cell;
            } else {
                if (!Double.isNaN(cell)) {
                    into[at + (int) cell] = 1;
                }
                at += categories[column];
            }
        }
    }

    /** The cell of an example in a column: a number or a category. */
    public double cell(int example, int column) {
        int perBlock = rowsPerBlock(categories.length);
        return blocks[example / perBlock][example % perBlock * categories.length + column];
    }

    private boolean isAllNumbers() {
        for (int count : categories) {
            if (count != 0) {
                return false;
            }
        }
        return true;
    }

    /** An example's network inputs before scaling, as {@link #read} writes them. */
    public double[] row(int example) {
        double[] row = new double[inputs()];
        read(example, row);
        return row;
    }

    /** All examples' network inputs before scaling, [example][input]; for small tables. */
    public double[][] rows() {
        return IntStream.range(0, examples).mapToObj(this::row).toArray(double[][]::new);
    }
}
