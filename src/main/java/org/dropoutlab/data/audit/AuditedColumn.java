package org.dropoutlab.data.audit;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** A column of a table: its values, and facts about them that several checks need, computed once. */
public final class AuditedColumn {
    private final String name;
    private final Use use;
    private final List<String> words;
    private final int features;
    private final int rows;
    private final IntToDoubleFunction cells;
    private Values values;

    /** What becomes of a column. */
    public enum Use {
        /** The network sees it. */
        INPUT,
        /** A date that the network sees parts of. */
        DATE,
        /** Its equal values stay on one side of every split. */
        GROUP,
        /** Rows are split by the order that it says. */
        TIME,
        /** It says how rows are split. */
        PART,
        /** Nothing. */
        UNUSED
    }

    /**
     * A column.
     *
     * @param name of the column
     * @param use what becomes of it
     * @param words its categories; none for a column of numbers
     * @param features how many features of the table it is
     * @param rows number of rows
     * @param cells the number, or the index of the category, in a row; {@code NaN} if it is missing
     */
    public AuditedColumn(String name, Use use, List<String> words, int features, int rows, IntToDoubleFunction cells) {
        this.name = name;
        this.use = use;
        this.words = List.copyOf(words);
        this.features = features;
        this.rows = rows;
        this.cells = cells;
    }

    /**
     * The different values of a column.
     *
     * @param distinct in ascending order
     * @param counts rows with each
     * @param missing rows with none
     */
    record Values(double[] distinct, int[] counts, int missing) {

        /** Rows with a value. */
        int there() {
            return Arrays.stream(counts).sum();
        }

        boolean areWhole() {
            for (double value : distinct) {
                if (value != Math.rint(value)) {
                    return false;
                }
            }
            return true;
        }

        double mean() {
            double sum = 0;
            for (int i = 0; i < distinct.length; i++) {
                sum += distinct[i] * counts[i];
            }
            return sum / there();
        }

        /** The mean of a power of the distance from the mean. */
        double moment(int power) {
            double mean = mean();
            double sum = 0;
            for (int i = 0; i < distinct.length; i++) {
                double off = distinct[i] - mean;
                sum += counts[i] * (power == 2 ? off * off : off * off * off);
            }
            return sum / there();
        }

        /** Standard deviation. */
        double deviation() {
            return there() == 0 ? 0 : Math.sqrt(moment(2));
        }

        /** The middle value, or the larger of two. */
        double median() {
            int before = there() / 2;
            int i = 0;
            while (before >= counts[i]) {
                before -= counts[i++];
            }
            return distinct[i];
        }
    }

    public String name() {
        return name;
    }

    public Use use() {
        return use;
    }

    List<String> words() {
        return words;
    }

    int features() {
        return features;
    }

    int rows() {
        return rows;
    }

    double at(int row) {
        return cells.applyAsDouble(row);
    }

    /** Whether its values are categories and not numbers. */
    boolean isNominal() {
        return !words.isEmpty();
    }

    boolean isInput() {
        return use == Use.INPUT || use == Use.DATE;
    }

    /** Its different values, found once. */
    synchronized Values values() {
        if (values == null) {
            values = isNominal() ? counted() : sorted();
        }
        return values;
    }

    private Values counted() {
        int[] counts = new int[words.size()];
        int missing = 0;
        for (int row = 0; row < rows; row++) {
            double value = cells.applyAsDouble(row);
            if (Double.isNaN(value)) {
                missing++;
            } else {
                counts[(int) value]++;
            }
        }
        double[] distinct = new double[counts.length];
        int[] there = new int[counts.length];
        int size = 0;
        for (int word = 0; word < counts.length; word++) {
            if (counts[word] > 0) {
                distinct[size] = word;
                there[size++] = counts[word];
            }
        }
        return new Values(Arrays.copyOf(distinct, size), Arrays.copyOf(there, size), missing);
    }

    private Values sorted() {
        DistinctNumbers few = new DistinctNumbers();
        int missing = 0;
        for (int row = 0; row < rows; row++) {
            double value = cells.applyAsDouble(row);
            if (Double.isNaN(value)) {
                missing++;
            } else if (!few.add(value + 0.0)) {
                return manySorted();
            }
        }
        double[] distinct = few.ascending();
        return new Values(distinct, few.counts(distinct), missing);
    }

    private Values manySorted() {
        double[] all = new double[rows];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            double value = cells.applyAsDouble(row);
            if (!Double.isNaN(value)) {
                all[size++] = value + 0.0;
            }
        }
        Arrays.sort(all, 0, size);
        double[] distinct = new double[size];
        int[] counts = new int[size];
        int kinds = 0;
        for (int i = 0; i < size; i++) {
            if (kinds == 0 || distinct[kinds - 1] != all[i]) {
                distinct[kinds++] = all[i];
            }
            counts[kinds - 1]++;
        }
        return new Values(Arrays.copyOf(distinct, kinds), Arrays.copyOf(counts, kinds), rows - size);
    }
}
