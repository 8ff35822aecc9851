package org.dropoutlab.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NullWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledRecordsTest {
    @TempDir
    private Path directory;

    private RecordReader csv(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("records.csv"), text);
        CSVRecordReader reader = new CSVRecordReader(0, ',');
        reader.initialize(new FileSplit(file.toFile()));
        return reader;
    }

    @Test
    void aColumnOfACsvReaderIsTheClass() throws Exception {
        IteratorData data = LabelledRecords.ofClasses(csv("1,b,2\n3,a,4\n"), 1, List.of("a", "b"))
                .read(2);

        assertThat(data.features()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
        assertThat(data.labels()).isDeepEqualTo(new double[][] {{0, 1}, {1, 0}});
        assertThat(data.names()).containsExactly("a", "b");
    }

    @Test
    void twoClassesCanShareAnOutput() {
        RecordReader reader = new CollectionRecordReader(List.of(
                List.<Writable>of(new DoubleWritable(0.5), new IntWritable(1)),
                List.<Writable>of(new DoubleWritable(1.5), new IntWritable(0))));

        IteratorData data =
                LabelledRecords.ofClasses(reader, 1, List.of("a", "b")).read(1);

        assertThat(data.labels()).isDeepEqualTo(new double[][] {{1}, {0}});
    }

    @Test
    void recordsGoThroughAProcessFirst() throws Exception {
        Schema schema = new Schema.Builder()
                .addColumnString("id")
                .addColumnCategorical("colour", "red", "blue")
                .addColumnDouble("y")
                .build();
        TransformProcess process = new TransformProcess.Builder(schema)
                .removeColumns("id")
                .categoricalToOneHot("colour")
                .build();

        IteratorData data = LabelledRecords.ofNumbers(csv("p1,red,0.5\np2,blue,7\n"), process, "y")
                .read(1);

        assertThat(data.features()).isDeepEqualTo(new double[][] {{1, 0}, {0, 1}});
        assertThat(data.labels()).isDeepEqualTo(new double[][] {{0.5}, {7}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledRecords.ofNumbers(csv("p1,red,1\n"), process, "z"))
                .withMessageContaining("no column z");
    }

    @Test
    void saysWhichRecordDoesNotFit() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> LabelledRecords.ofNumbers(csv("1,2\nred,3\n"), 1).read(1))
                .withMessageContaining("record 1, column 0")
                .withMessageContaining("'red' is not a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledRecords.ofClasses(csv("1,a\n2,c\n"), 1, List.of("a", "b"))
                        .read(2))
                .withMessageContaining("no class 'c'");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> LabelledRecords.ofNumbers(csv("1,2\n1,2,3\n"), 1).read(1))
                .withMessageContaining("has 3 columns, but the first has 2");
    }

    /** A file with semicolons, decimal commas, a date and missing values; the oracle is written out. */
    @Test
    void ourReaderIsOneOfDataVecs() throws Exception {
        StringBuilder text =
                new StringBuilder("size;kind;day;class\n1,5;red;1970-01-03;a\n2,25;blue;1970-02-01;b\nNA;;;a\n");
        for (int i = 0; i < 30; i++) {
            text.append("%d,5;red;1970-01-%02d;b\n".formatted(i % 7, 1 + i % 28));
        }
        Path file = Files.writeString(directory.resolve("table.csv"), text);
        try (TableRecordReader reader = new TableRecordReader("class")) {
            reader.initialize(new FileSplit(file.toFile()));

            assertThat(reader.columns()).containsExactly("size", "kind", "day", "class");
            assertThat(reader.labelIndex()).isEqualTo(3);
            assertThat(reader.getLabels()).containsExactly("a", "b");
            List<Writable> first = reader.next();
            assertThat(first)
                    .containsExactly(new DoubleWritable(1.5), new Text("red"), new DoubleWritable(2), new Text("a"));
            reader.next();
            assertThat(reader.next())
                    .containsExactly(
                            NullWritable.INSTANCE, NullWritable.INSTANCE, NullWritable.INSTANCE, new Text("a"));
            int records = 3;
            for (; reader.hasNext(); reader.next()) {
                records++;
            }
            assertThat(records).isEqualTo(33);
            reader.reset();
            assertThat(reader.next()).isEqualTo(first);
        }
    }
}
