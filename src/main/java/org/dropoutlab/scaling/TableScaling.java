package org.dropoutlab.scaling;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.table.TableSchema;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The scaling of table rows: missing numbers become means, and each feature gets mean 0 and standard deviation 1, all
 * over the training examples. A feature that is constant or missing in all of them is 0 everywhere. Plain numbers,
 * saved with the network.
 *
 * <p>The scaling is {@link NormalizerStandardize}'s, which computes in floats with standard deviations of at least
 * 1e-5. Features that this would distort (a time in seconds, a concentration in mol) are first brought to mean 0 and
 * standard deviation 1 in doubles: (x − shift)·factor. Others have shift 0 and factor 1.
 *
 * @param fills means of the features over the training examples that have them, in the table's units
 * @param shifts shift of each feature
 * @param factors factor of each feature; 0 if it is constant
 * @param means means over the training examples after shift and factor
 * @param deviations standard deviations over the training examples after shift and factor
 * @param target standardization of regression targets; empty for classification
 */
public record TableScaling(
        double[] fills,
        double[] shifts,
        double[] factors,
        float[] means,
        float[] deviations,
        Optional<Standardized> target)
        implements Scaling {
    /** Floats have 7 digits: this leaves three for the standard deviation and four for the values scaled by it. */
    private static final double MOST_MEAN = 1e3;

    /** {@link NormalizerStandardize} does not divide by deviations up to this one ({@code Nd4j.EPS_THRESHOLD}). */
    private static final float NO_DEVIATION = 1e-5f;

    /** A hundred times that. */
    private static final double LEAST_DEVIATION = 1e-3;

    /** Squares of larger values would approach the largest float. */
    private static final double MOST_DEVIATION = 1e9;

    /**
     * Standardization by mean and standard deviation.
     *
     * @param mean mean over the training examples
     * @param deviation standard deviation (with n, not n − 1); 1 for constant values
     */
    public record Standardized(double mean, double deviation) {

        /** The standardization of {@code values}. */
        static Standardized of(double[] values) {
            double deviation = deviationOf(values);
            return new Standardized(meanOf(values), deviation == 0 ? 1 : deviation);
        }

        /** The value in standard deviations from the mean. */
        public double standardize(double value) {
            return (value - mean) / deviation;
        }

        /** The inverse of {@link #standardize}. */
        public double restore(double value) {
            return mean + value * deviation;
        }
    }

    /**
     * The scaling of a table; without effect unless its form is standardized.
     *
     * @param train indices of the training examples
     */
    public static TableScaling of(Table table, int[] train) {
        return table.form().standardized()
                ? of(table.features(), train, table.targets().map(targets -> Arrays.stream(train)
                        .mapToDouble(example -> targets[example])
                        .toArray()))
                : none(table.features().inputs(), table.isRegression());
    }

    /**
     * The scaling of the steps of sequences; without effect unless they are standardized.
     *
     * @param train indices of the training sequences, over all of whose steps it is fitted, without any padding
     */
    public static TableScaling of(Sequences sequences, int[] train) {
        return sequences.standardized()
                ? of(
                        sequences.steps(),
                        sequences.stepsOf(train),
                        sequences.isRegression() ? Optional.of(sequences.targetsOf(train)) : Optional.empty())
                : none(sequences.steps().inputs(), sequences.isRegression());
    }

    /** The scaling fitted on rows, and on the targets of the training examples. */
    private static TableScaling of(Features from, int[] train, Optional<double[]> targets) {
        int features = from.inputs();
        double[] fills = new double[features];
        double[] shifts = new double[features];
        double[] factors = new double[features];
        Spread[] spreads = Spread.of(from, train);
        for (int feature = 0; feature < features; feature++) {
            double mean = spreads[feature].mean();
            double deviation = spreads[feature].deviation();
            double unit = deviation == 0 ? 1 : deviation;
            boolean asItIs = unit >= LEAST_DEVIATION && unit <= MOST_DEVIATION && Math.abs(mean) <= MOST_MEAN * unit;
            fills[feature] = mean;
            shifts[feature] = deviation == 0 || !asItIs ? mean : 0;
            factors[feature] = deviation == 0 ? 0 : asItIs ? 1 : 1 / unit;
        }
        float[] none = new float[features];
        TableScaling filling = new TableScaling(fills, shifts, factors, none, none, Optional.empty());
        NormalizerStandardize scaler = new NormalizerStandardize();
        try (INDArray filled = Nd4j.createUninitialized(DataType.FLOAT, new long[] {train.length, features}, 'c');
                INDArray nothing = Nd4j.zeros(train.length, 1)) {
            filling.fill(from, train, ((FloatPointer) filled.data().pointer()).asBuffer());
            scaler.fit(new DataSet(filled, nothing));
        }
        return new TableScaling(
                fills,
                shifts,
                factors,
                scaler.getMean().toFloatVector(),
                scaler.getStd().toFloatVector(),
                targets.map(Standardized::of));
    }

    /** The same with features unchanged. */
    public TableScaling ofTargets() {
        TableScaling none = none(fills.length, false);
        return new TableScaling(none.fills, none.shifts, none.factors, none.means, none.deviations, target);
    }

    private void fill(Features features, int[] examples, FloatBuffer into) {
        double[] row = new double[fills.length];
        float[] filled = new float[fills.length];
        for (int example : examples) {
            features.read(example, row);
            fill(row, filled);
            into.put(filled);
        }
    }

    /** Fills in missing numbers, shifts and multiplies. */
    private void fill(double[] row, float[] into) {
        for (int feature = 0; feature < fills.length; feature++) {
            double value = Double.isNaN(row[feature]) ? fills[feature] : row[feature];
            into[feature] = (float) ((value - shifts[feature]) * factors[feature]);
        }
    }

    /**
     * The network's inputs for a table row, in the arithmetic of {@link NormalizerStandardize}.
     *
     * @param row in the table's units, {@code NaN} where a number is missing
     * @param into receives the inputs
     */
    public void scale(double[] row, float[] into) {
        fill(row, into);
        for (int feature = 0; feature < into.length; feature++) {
            into[feature] = (into[feature] - means[feature]) / divisor(feature);
        }
    }

    /** What a feature is divided by at last. */
    public float divisor(int feature) {
        return deviations[feature] <= NO_DEVIATION ? 1 : deviations[feature];
    }

    /** A scaling without effect, exact to the last bit of a float. */
    private static TableScaling none(int features, boolean regression) {
        double[] factors = new double[features];
        Arrays.fill(factors, 1);
        float[] deviations = new float[features];
        Arrays.fill(deviations, 1);
        return new TableScaling(
                new double[features],
                new double[features],
                factors,
                new float[features],
                deviations,
                regression ? Optional.of(new Standardized(0, 1)) : Optional.empty());
    }

    private static double meanOf(double[] values) {
        return DoubleStream.of(values).average().orElse(0);
    }

    /** The standard deviation; exactly 0 if all values are equal or differ by less than float precision. */
    private static double deviationOf(double[] values) {
        if (DoubleStream.of(values).allMatch(value -> value == values[0])) {
            return 0;
        }
        double mean = meanOf(values);
        double deviation = Math.sqrt(DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
        return deviation < Float.MIN_NORMAL ? 0 : deviation;
    }

    /**
     * The network's inputs for table rows.
     *
     * @param rows [example][feature], {@code NaN} where a number is missing
     * @return [example][input]
     */
    public float[][] inputs(double[][] rows) {
        float[][] inputs = new float[rows.length][fills.length];
        for (int i = 0; i < rows.length; i++) {
            scale(rows[i], inputs[i]);
        }
        return inputs;
    }

    @Override
    public NormalizerStandardize normalizer() {
        float[] allMeans = new float[fills.length];
        float[] allDeviations = new float[fills.length];
        for (int feature = 0; feature < fills.length; feature++) {
            boolean constant = factors[feature] == 0;
            allMeans[feature] = (float) (shifts[feature] + (constant ? 0 : means[feature] / factors[feature]));
            allDeviations[feature] = constant ? 1 : (float) (deviations[feature] / factors[feature]);
        }
        NormalizerStandardize normalizer =
                new NormalizerStandardize(Nd4j.createFromArray(allMeans), Nd4j.createFromArray(allDeviations));
        target.ifPresent(by -> {
            normalizer.fitLabel(true);
            normalizer.setLabelStats(
                    Nd4j.createFromArray((float) by.mean()), Nd4j.createFromArray((float) by.deviation()));
        });
        return normalizer;
    }

    /**
     * Checks that the scaling fits a schema; one read from a file may not.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    public void requireFitting(TableSchema schema) {
        int inputs = schema.inputs();
        if (IntStream.of(fills.length, shifts.length, factors.length, means.length, deviations.length)
                .anyMatch(length -> length != inputs)) {
            throw new IllegalArgumentException(
                    "the scaling does not match the %d inputs of the schema".formatted(inputs));
        }
        DoubleStream floats = IntStream.range(0, inputs).mapToDouble(i -> (double) means[i] + deviations[i]);
        DoubleStream targets =
                target.stream().flatMapToDouble(by -> DoubleStream.of(by.mean(), Math.log(by.deviation())));
        if (!Stream.of(DoubleStream.of(fills), DoubleStream.of(shifts), DoubleStream.of(factors), floats, targets)
                .flatMapToDouble(numbers -> numbers)
                .allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("the scaling has numbers that are not finite");
        }
        if (target.isPresent() != (schema.task() == TableSchema.Task.REGRESSION)) {
            throw new IllegalArgumentException("targets must be scaled for regression, and only then");
        }
    }
}
