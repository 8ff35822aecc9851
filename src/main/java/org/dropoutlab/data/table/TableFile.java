package org.dropoutlab.data.table;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.table.text.Records;
import org.dropoutlab.data.table.text.TableInput;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;

/**
 * A user's delimited text file, read as a table of examples.
 *
 * @param path of the file
 * @param schema the conversion of its rows to numbers
 * @param table its rows; a missing number is {@code NaN}
 * @param sha256 checksum of the file's bytes, in lower-case hexadecimal
 * @param decisions what was detected in the file, one sentence each, to show to the user
 * @param warnings what could make a comparison on it wrong or misleading
 * @param columns all values of all columns, in file order
 */
public record TableFile(
        Path path,
        TableSchema schema,
        Table table,
        String sha256,
        List<String> decisions,
        List<DataWarning> warnings,
        List<ColumnValues> columns) {
    public TableFile {
        decisions = List.copyOf(decisions);
        warnings = List.copyOf(warnings);
        columns = List.copyOf(columns);
    }

    /**
     * Reads a whole file.
     *
     * @param path of a delimited text file or of an ARFF file, plain or compressed; - for standard input
     * @param label the column to predict: its name, or its number from 0
     * @param options known properties of the file
     * @throws InputException if the file cannot be read this way; the message says where and why
     */
    public static TableFile read(Path path, String label, TableOptions options) {
        return new TableReader(TableInput.of(path), path, label.strip(), options).read();
    }

    /**
     * Reads a whole file whose rows are steps of sequences. Unless there is a column of that name, the label {@code next:COLUMN} is the
     * value of a column at the next step; then rows without a value are kept, and the table has no labels of its own: which step is the
     * next is not known here.
     *
     * @throws InputException as {@link #read} does
     */
    public static TableFile readSteps(Path path, String label, TableOptions options) {
        return new TableReader(TableInput.of(path), path, label.strip(), options)
                .ofSteps()
                .read();
    }

    /**
     * Reads a text that is not a file of the user's, such as one that was made from several.
     *
     * @param input the text
     * @param path of what it was made from
     */
    public static TableFile read(TableInput input, Path path, String label, TableOptions options) {
        return new TableReader(input, path, label.strip(), options).read();
    }

    /**
     * The cells of a file that need not have a label.
     *
     * @param separator between cells; a space stands for runs of spaces and tabs
     * @param header whether there is one
     * @param names of the columns: those in the header, or numbers from 0
     * @param rows below the header, all of this width
     */
    public record Cells(char separator, boolean header, List<String> names, List<Records.Row> rows) {
        public Cells {
            names = List.copyOf(names);
            rows = List.copyOf(rows);
        }
    }

    /**
     * The cells of a file; a single column will do.
     *
     * @throws InputException as {@link #read} does
     */
    public static Cells cells(Path path, TableOptions options) {
        return TableReader.cells(TableInput.of(path), options);
    }

    /**
     * The columns of a file, and the one that probably is the label.
     *
     * @param names of the columns
     * @param likely a column whose name says so, or the last
     */
    public record Columns(List<String> names, String likely) {
        public Columns {
            names = List.copyOf(names);
        }
    }

    /**
     * The columns of a file whose label is not known.
     *
     * @throws InputException as {@link #read} does
     */
    public static Columns columns(Path path, TableOptions options) {
        return TableReader.columns(TableInput.of(path), options);
    }

    /** The same with another schema and table, and more to say. */
    public TableFile with(TableSchema otherSchema, Table otherTable, List<String> more) {
        return new TableFile(
                path,
                otherSchema,
                otherTable,
                sha256,
                Stream.concat(decisions.stream(), more.stream()).toList(),
                warnings,
                columns);
    }

    /**
     * The cells of a file's first rows, without the label; none if they cannot be read a second time.
     *
     * @param schema that the file has been read with
     */
    public static List<List<String>> firstRows(Path path, TableSchema schema, TableOptions options) {
        return path.equals(TableInput.STANDARD_INPUT)
                ? List.of()
                : TableReader.firstRows(TableInput.of(path), schema, options);
    }

    /** The table as a data set named after the file. */
    public LoadedData loaded() {
        boolean piped = path.equals(TableInput.STANDARD_INPUT);
        return LoadedData.of(
                table,
                piped ? "standard input" : path.getFileName().toString(),
                Provenance.OWN,
                sha256,
                piped ? "standard input" : path.toString());
    }
}
