package org.dropoutlab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dropoutlab.data.sequence.SequenceFile;
import org.dropoutlab.data.table.SplitColumns;
import org.dropoutlab.experiment.InputException;
import picocli.CommandLine.Option;

/** What a user's own table is split by. */
final class OwnSplitOptions {
    @Option(
            names = "--group",
            paramLabel = "COLUMN",
            description =
                    "Keep rows with equal values in this column together, in training or in test data. Not used as an input.")
    private String group;

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description =
                    "Split by time: every test period comes after its training data, and --folds is the number of test periods"
                            + " (default: 5). Numbers or dates; not used as an input. With --sequence, it only orders the steps of each"
                            + " sequence, which are otherwise in the order of the file.")
    private String time;

    @Option(
            names = "--gap",
            paramLabel = "N",
            description = "With --time: number of distinct times left out before each test period (default: 0).")
    private Integer gap;

    @Option(
            names = "--split",
            paramLabel = "COLUMN",
            description =
                    "Use the split in this column: the words train, validation and test, or numbers of folds. Not used as an input.")
    private String part;

    @Option(
            names = "--test",
            paramLabel = "FILE",
            description = "Test on the rows of this file, which has the same columns, and train on all of --csv.")
    private Path test;

    /** The columns that are no inputs. */
    SplitColumns columns() {
        return new SplitColumns(group(), time(), Optional.ofNullable(part));
    }

    /**
     * The columns of a table whose rows are steps of sequences; none of them is an input.
     *
     * @param sequence the column that says of which sequence a row is a step
     * @param label the column to predict
     */
    SequenceFile.Columns ofSequences(String sequence, String label) {
        if (gap != null) {
            throw new InputException(
                    "--gap needs a split by time; with --sequence, --time orders the steps, and folds are over whole sequences");
        }
        if (part != null && test != null) {
            throw new InputException("--split and --test each say what the test data are; use one of them");
        }
        SequenceFile.Columns columns = new SequenceFile.Columns(
                sequence, time(), new SplitColumns(group(), Optional.empty(), Optional.ofNullable(part)));
        List<String> names = columns.names();
        if (names.contains(label)) {
            throw new InputException(
                    "column %s is the label; it cannot be --sequence, --time, --group or --split as well"
                            .formatted(label));
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new InputException("--sequence, --time, --group and --split need different columns");
        }
        return columns;
    }

    /**
     * Refuses options that do not go together.
     *
     * @param label the column to predict
     */
    void check(String label) {
        columns().names().stream().filter(label::equals).findFirst().ifPresent(name -> {
            throw new InputException("column %s is the label; the rows cannot be split by it as well".formatted(name));
        });
        List<String> kinds = Stream.of(
                        time == null ? "" : "--time", part == null ? "" : "--split", test == null ? "" : "--test")
                .filter(name -> !name.isEmpty())
                .toList();
        if (kinds.size() > 1) {
            throw new InputException(
                    "%s each say what the test data are; use one of them".formatted(String.join(" and ", kinds)));
        }
        if (group != null && time != null) {
            throw new InputException("--group and --time cannot be combined; use one of them");
        }
        if (gap != null && time == null) {
            throw new InputException("--gap needs --time");
        }
        if (gap != null && gap < 0) {
            throw new InputException("--gap must be at least 0, not " + gap);
        }
    }

    Optional<String> group() {
        return Optional.ofNullable(group);
    }

    Optional<String> time() {
        return Optional.ofNullable(time);
    }

    /** What gives the splits, as a phrase. */
    Optional<String> given() {
        return Optional.ofNullable(part).map(column -> "column " + column);
    }

    OptionalInt gap() {
        return gap == null ? OptionalInt.empty() : OptionalInt.of(gap);
    }

    Optional<Path> test() {
        return Optional.ofNullable(test);
    }
}
