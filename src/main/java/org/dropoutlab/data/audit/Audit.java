package org.dropoutlab.data.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.audit.AuditedColumn.Use;
import org.dropoutlab.data.table.ColumnValues;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.DataWarning.Kind;

/** Everything that is noticed in a table before training, beyond single columns and rows of the file. */
public final class Audit {
    private Audit() {}

    /** The warnings about a table, the most important first; not those that the way it is split settles. */
    public static List<DataWarning> of(AuditedTable table) {
        CompletableFuture<List<DataWarning>> leaks =
                CompletableFuture.supplyAsync(() -> new LeakCheck(table).warnings());
        CompletableFuture<List<DataWarning>> numbers =
                CompletableFuture.supplyAsync(() -> new NumberCheck(table).warnings());
        CompletableFuture<Optional<DataWarning>> time = CompletableFuture.supplyAsync(
                () -> table.has(Use.TIME) ? Optional.empty() : new TimeCheck(table).warning());
        CopyCheck copies = new CopyCheck(table);
        Optional<DataWarning> groups = table.has(Use.GROUP)
                ? Optional.empty()
                : new GroupCheck(table, copies.firsts()).warning().or(() -> new NearCopyCheck(table, copies.firsts())
                        .warning());
        List<DataWarning> warnings = new ArrayList<>(leaks.join());
        groups.ifPresent(group -> {
            // That rows of a patient have the same label is no leak, but one more reason to keep them together.
            warnings.removeIf(leak -> group.columns().containsAll(leak.columns()));
            warnings.add(group);
        });
        warnings.addAll(copies.warnings());
        time.join().ifPresent(warnings::add);
        warnings.addAll(new RareClassCheck(table).warnings());
        warnings.addAll(numbers.join());
        return sorted(warnings);
    }

    /**
     * The warnings about a file, those of reading it included, the most important first.
     *
     * @param kept columns that the user knows and wants as inputs, by name or by number from 0
     */
    public static List<DataWarning> of(TableFile file, List<String> kept) {
        return of(file, AuditedTable.of(file), kept);
    }

    private static List<DataWarning> of(TableFile file, AuditedTable table, List<String> kept) {
        List<DataWarning> warnings = new ArrayList<>(of(table));
        warnings.removeIf(warning ->
                warning.kind() == Kind.LEAK && warning.columns().stream().allMatch(name -> isOneOf(name, kept, file)));
        warnings.addAll(file.warnings());
        return sorted(warnings);
    }

    /** A file as a data set, with what was noticed in it. Other arguments as in {@link #of(TableFile, List)}. */
    public static LoadedData loaded(TableFile file, List<String> kept) {
        AuditedTable table = AuditedTable.of(file);
        List<DataWarning> warnings = of(file, table, kept);
        return file.loaded().noticed(warnings, Profiles.of(file, table, warnings));
    }

    private static boolean isOneOf(String name, List<String> kept, TableFile file) {
        List<String> names = file.columns().stream().map(ColumnValues::name).toList();
        return kept.stream()
                .map(String::strip)
                .anyMatch(word -> word.equals(name) || word.equals("" + names.indexOf(name)));
    }

    private static List<DataWarning> sorted(List<DataWarning> warnings) {
        return warnings.stream()
                .sorted(Comparator.comparingInt(warning -> warning.isGrave() ? 0 : 1))
                .toList();
    }
}
