package org.dropoutlab.data.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dropoutlab.data.table.SplitColumns;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.experiment.DataWarning;

/** A table that a test makes up and that is read as a user's is. */
final class Written {
    private final List<String> names = new ArrayList<>();
    private final List<IntFunction<Object>> columns = new ArrayList<>();
    private final int rows;

    Written(int rows) {
        this.rows = rows;
    }

    /** Adds a column; an empty text is a missing value. */
    Written with(String name, IntFunction<Object> cell) {
        names.add(name);
        columns.add(cell);
        return this;
    }

    /** Adds columns of normal numbers that know nothing of anything. */
    Written withNoise(int count, long seed) {
        for (int column = 0; column < count; column++) {
            double[] numbers = noise(rows, seed + column);
            with("noise" + column, row -> rounded(numbers[row]));
        }
        return this;
    }

    static double[] noise(int rows, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, rows)
                .mapToDouble(row -> random.nextGaussian())
                .toArray();
    }

    static double rounded(double number) {
        return Math.rint(number * 1000) / 1000;
    }

    /** Rows in random order. */
    static int[] shuffled(int rows, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(i -> i).toArray();
    }

    /** The table as a file, whose label is {@code state}. */
    TableFile read(Path directory) {
        return read(directory, TableOptions.defaults());
    }

    TableFile read(Path directory, TableOptions options) {
        String text = IntStream.range(0, rows)
                .mapToObj(row -> columns.stream()
                        .map(column -> String.valueOf(column.apply(row)))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", String.join(",", names) + "\n", "\n"));
        try {
            return TableFile.read(Files.writeString(directory.resolve("made-up.csv"), text), "state", options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with rows kept together by a column. */
    TableFile readGrouped(Path directory, String group) {
        return new SplitColumns(Optional.of(group), Optional.empty(), Optional.empty())
                .of(read(directory, TableOptions.defaults().withIgnored(List.of(group))));
    }

    /** Warnings of the audit alone, of a kind. */
    List<DataWarning> warnings(Path directory, DataWarning.Kind kind) {
        return of(read(directory), kind);
    }

    static List<DataWarning> of(TableFile file, DataWarning.Kind kind) {
        return Audit.of(AuditedTable.of(file)).stream()
                .filter(warning -> warning.kind() == kind)
                .toList();
    }
}
