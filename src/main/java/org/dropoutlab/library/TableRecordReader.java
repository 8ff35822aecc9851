package org.dropoutlab.library;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataURI;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.NullWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.dropoutlab.data.table.ColumnValues;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;

/**
 * A DataVec reader of delimited text files as people have them: separator, quotes, header, encoding, decimal mark, dates and words
 * for missing values are found as {@code lab compare --csv} finds them. Each record has all columns of the file, in its order:
 * numbers as doubles, dates as days since 1970-01-01, times as shares of a day, other texts as texts; a missing value is a
 * {@link NullWritable}. The file is read at once.
 */
public final class TableRecordReader extends BaseRecordReader {
    private static final long serialVersionUID = 1L;

    private final String label;
    private final transient TableOptions options;
    private transient TableFile file;
    private int next;

    /**
     * @param label the column to predict: its name, or its number from 0
     */
    public TableRecordReader(String label) {
        this(label, TableOptions.defaults());
    }

    /**
     * @param options known properties of the file
     */
    public TableRecordReader(String label, TableOptions options) {
        this.label = label;
        this.options = options;
    }

    /**
     * @param split of one file
     * @throws org.dropoutlab.experiment.InputException if it cannot be read
     */
    @Override
    public void initialize(InputSplit split) throws IOException, InterruptedException {
        super.initialize(split);
        URI[] files = split.locations();
        if (files.length != 1) {
            throw new IllegalArgumentException("a table is in one file, but the split has " + files.length);
        }
        file = TableFile.read(Path.of(files[0]), label, options);
        next = 0;
    }

    @Override
    public void initialize(Configuration configuration, InputSplit split) throws IOException, InterruptedException {
        initialize(split);
    }

    /** The names of the columns, in the order of a record. */
    public List<String> columns() {
        return initialized().columns().stream().map(ColumnValues::name).toList();
    }

    /** The place of the label in a record. */
    public int labelIndex() {
        return columns().indexOf(initialized().schema().label());
    }

    private TableFile initialized() {
        if (file == null) {
            throw new IllegalStateException("call initialize first");
        }
        return file;
    }

    /** The classes of the label; none if it is a number. */
    @Override
    public List<String> getLabels() {
        return initialized().schema().classes();
    }

    @Override
    public boolean hasNext() {
        return next < initialized().table().size();
    }

    @Override
    public List<Writable> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more records");
        }
        List<Writable> record = new ArrayList<>();
        for (ColumnValues column : file.columns()) {
            double cell = column.cells().applyAsDouble(next);
            record.add(
                    Double.isNaN(cell)
                            ? NullWritable.INSTANCE
                            : column.kind() == ColumnValues.Kind.NUMBERS
                                    ? new DoubleWritable(cell)
                                    : new Text(column.words().get((int) cell)));
        }
        next++;
        invokeListeners(record);
        return record;
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public Record nextRecord() {
        URI uri = inputSplit.locations()[0];
        return new org.datavec.api.records.impl.Record(next(), new RecordMetaDataURI(uri, TableRecordReader.class));
    }

    @Override
    public List<Writable> record(URI uri, DataInputStream in) {
        throw new UnsupportedOperationException("a table is read from a file");
    }

    @Override
    public Record loadFromMetaData(RecordMetaData metadata) {
        throw new UnsupportedOperationException("records of a table are read in order");
    }

    @Override
    public List<Record> loadFromMetaData(List<RecordMetaData> metadata) {
        throw new UnsupportedOperationException("records of a table are read in order");
    }

    @Override
    public void close() {}

    @Override
    public Configuration getConf() {
        return new Configuration();
    }

    @Override
    public void setConf(Configuration configuration) {}
}
