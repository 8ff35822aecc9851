package org.dropoutlab.library;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.Provenance;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The examples of a {@link DataSetIterator}, in Java's memory.
 *
 * @param name of the iterator's class
 * @param batch its mini-batch size; less than 1 if unknown
 * @param shape of an example, [features] or [channels, height, width]
 * @param features [example][feature]
 * @param labels [example][output]
 * @param names class names; empty if it has none
 * @param sequences whether examples are sequences: then the shape is [features], and an example's numbers are those of its steps, one
 *     after another. Labels are those of the sequence or, one after another, of its steps; NaN for a step without one
 * @param outputs number of outputs of a label
 */
record IteratorData(
        String name,
        int batch,
        List<Integer> shape,
        double[][] features,
        double[][] labels,
        List<String> names,
        boolean sequences,
        int outputs) {
    private static final int SEQUENCES = 3;
    private static final int ROWS = 2;
    private static final int IMAGES = 4;

    /**
     * Reads all examples.
     *
     * @param iterator is reset first, if possible
     * @throws IllegalArgumentException if its data are not of a kind described in {@link NetworkComparison}
     */
    static IteratorData read(DataSetIterator iterator) {
        if (iterator.resetSupported()) {
            iterator.reset();
        }
        List<double[]> features = new ArrayList<>();
        List<double[]> labels = new ArrayList<>();
        long[] shape = {};
        int rank = 0;
        int outputs = 0;
        while (iterator.hasNext()) {
            DataSet batch = iterator.next();
            if (batch.getFeatures() != null && batch.getFeatures().rank() == SEQUENCES) {
                IteratorSequences read = IteratorSequences.of(batch);
                if (rank > 0 && (rank != SEQUENCES || shape[0] != read.inputs() || outputs != read.outputs())) {
                    throw new IllegalArgumentException("mini-batches have examples of different shapes");
                }
                rank = SEQUENCES;
                shape = new long[] {read.inputs()};
                outputs = read.outputs();
                features.addAll(read.features());
                labels.addAll(read.labels());
                continue;
            }
            requireUsable(batch);
            long[] own = Arrays.copyOfRange(
                    batch.getFeatures().shape(), 1, batch.getFeatures().rank());
            if (!features.isEmpty()
                    && (rank == SEQUENCES
                            || !Arrays.equals(own, shape)
                            || batch.getLabels().size(1) != labels.get(0).length)) {
                throw new IllegalArgumentException("mini-batches have examples of different shapes");
            }
            shape = own;
            rank = batch.getFeatures().rank();
            outputs = Math.toIntExact(batch.getLabels().size(1));
            features.addAll(rows(batch.getFeatures()));
            labels.addAll(rows(batch.getLabels()));
        }
        if (features.isEmpty()) {
            throw new IllegalArgumentException("the iterator has no examples"
                    + (iterator.resetSupported() ? "" : "; it cannot be reset and may already be exhausted"));
        }
        requireFinite(features, "features");
        if (rank != SEQUENCES) {
            requireFinite(labels, "labels");
        }
        return new IteratorData(
                nameOf(iterator.getClass()),
                iterator.batch(),
                Arrays.stream(shape).mapToObj(Math::toIntExact).toList(),
                features.toArray(double[][]::new),
                labels.toArray(double[][]::new),
                iterator.getLabels() == null ? List.of() : List.copyOf(iterator.getLabels()),
                rank == SEQUENCES,
                outputs);
    }

    /** Rows of a reader of the class {@code source}, of unknown batch size. */
    static IteratorData of(Class<?> source, List<double[]> features, List<double[]> labels, List<String> names) {
        requireFinite(features, "features");
        requireFinite(labels, "labels");
        return new IteratorData(
                nameOf(source),
                0,
                List.of(features.get(0).length),
                features.toArray(double[][]::new),
                labels.toArray(double[][]::new),
                names,
                false,
                labels.get(0).length);
    }

    private static String nameOf(Class<?> kind) {
        return kind.getSimpleName().isEmpty() ? nameOf(kind.getSuperclass()) : kind.getSimpleName();
    }

    private static void requireUsable(DataSet batch) {
        if (batch.getFeatures() == null || batch.getLabels() == null) {
            throw new IllegalArgumentException("every example needs features and labels; some lack one or the other");
        }
        if (batch.hasMaskArrays()) {
            throw new IllegalArgumentException("masks need sequences: these examples are rows or images");
        }
        int rank = batch.getFeatures().rank();
        if (rank != ROWS && rank != IMAGES) {
            throw new IllegalArgumentException(
                    "features must be [example, feature], [example, feature, step] or [example, channel, row, column], not of rank "
                            + rank);
        }
        if (batch.getLabels().rank() != ROWS) {
            throw new IllegalArgumentException("labels must be [example, output], not of rank "
                    + batch.getLabels().rank());
        }
    }

    private static List<double[]> rows(INDArray array) {
        return Arrays.asList(array.castTo(DataType.DOUBLE)
                .dup('c')
                .reshape('c', array.size(0), array.length() / array.size(0))
                .toDoubleMatrix());
    }

    private static void requireFinite(List<double[]> rows, String what) {
        for (int example = 0; example < rows.size(); example++) {
            if (!Arrays.stream(rows.get(example)).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(
                        "example %d (counting from 0) has %s that are not finite".formatted(example, what));
            }
        }
    }

    /**
     * The examples as a data set with its metadata.
     *
     * @param test the test set, of the same kind
     * @param outputs outputs of the network: as many classes, if labels are class numbers in one column
     * @throws IllegalArgumentException if labels are neither classes nor numbers
     */
    LoadedData with(Optional<IteratorData> test, boolean standardized, int outputs) {
        double[][] allFeatures = joined(features, test.map(IteratorData::features));
        double[][] allLabels = joined(labels, test.map(IteratorData::labels));
        if (sequences) {
            Sequences all = IteratorSequences.joined(
                    allFeatures,
                    allLabels,
                    shape.get(0),
                    this.outputs,
                    this.outputs == 1 ? classes(2) : classes(this.outputs));
            return LoadedData.of(
                    (standardized ? all : all.unscaled()).withTrainExamples(features.length),
                    name,
                    Provenance.OWN,
                    sha256(allFeatures, allLabels),
                    test.map(other -> name + ", test set " + other.name).orElse(name));
        }
        boolean oneHot = allLabels[0].length > 1;
        Table.Form form = new Table.Form(shape.size() == 1 ? List.of() : shape, standardized, oneHot);
        Table table = table(allFeatures, allLabels, outputs).in(form).withTrainExamples(features.length);
        return LoadedData.of(
                table,
                name,
                Provenance.OWN,
                sha256(allFeatures, allLabels),
                test.map(other -> name + ", test set " + other.name).orElse(name));
    }

    /**
     * Checks that test data are of this kind.
     *
     * @throws IllegalArgumentException if not
     */
    void requireSameKind(IteratorData test) {
        if (test.sequences != sequences
                || !test.shape.equals(shape)
                || test.outputs != outputs
                || (!sequences && test.labels[0].length != labels[0].length)) {
            throw new IllegalArgumentException(
                    "test examples have shape %s and labels of %d, but training examples have %s and %d"
                            .formatted(test.shape, test.labels[0].length, shape, labels[0].length));
        }
    }

    private static double[][] joined(double[][] first, Optional<double[][]> second) {
        return Stream.of(first, second.orElse(new double[0][]))
                .flatMap(Arrays::stream)
                .toArray(double[][]::new);
    }

    private Table table(double[][] allFeatures, double[][] allLabels, int outputs) {
        int columns = allLabels[0].length;
        if (columns == 1) {
            double[] numbers =
                    Arrays.stream(allLabels).mapToDouble(row -> row[0]).toArray();
            int classes = Math.max(2, outputs);
            return Arrays.stream(numbers)
                            .allMatch(number -> number >= 0 && number < classes && number == Math.rint(number))
                    ? new Table(
                            allFeatures,
                            Arrays.stream(numbers)
                                    .mapToInt(number -> (int) number)
                                    .toArray(),
                            classes(classes))
                    : Table.ofTargets(allFeatures, numbers);
        }
        return new Table(
                allFeatures,
                IntStream.range(0, allLabels.length)
                        .map(example -> hot(example, allLabels[example]))
                        .toArray(),
                classes(columns));
    }

    static int hot(int example, double[] row) {
        int[] ones = IntStream.range(0, row.length).filter(i -> row[i] == 1).toArray();
        if (ones.length != 1 || Arrays.stream(row).filter(value -> value == 0).count() != row.length - 1) {
            throw new IllegalArgumentException(
                    "example %d (counting from 0) has a label of %d numbers that is not one-hot; classes must be one-hot, and a regression target a single column"
                            .formatted(example, row.length));
        }
        return ones[0];
    }

    private List<String> classes(int count) {
        return names.size() == count
                ? names
                : IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private String sha256(double[][] allFeatures, double[][] allLabels) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ints(shape.stream().mapToInt(Integer::intValue).toArray()));
            digest.update(ints(features.length, allFeatures.length));
            if (sequences) {
                digest.update(ints(
                        Arrays.stream(allFeatures).mapToInt(row -> row.length).toArray()));
            }
            for (double[][] rows : List.of(allFeatures, allLabels)) {
                for (double[] row : rows) {
                    ByteBuffer bytes = ByteBuffer.allocate(row.length * Double.BYTES);
                    bytes.asDoubleBuffer().put(row);
                    digest.update(bytes);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static byte[] ints(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }
}
