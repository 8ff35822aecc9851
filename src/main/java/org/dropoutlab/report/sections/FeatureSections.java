package org.dropoutlab.report.sections;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.measurement.FeatureReading;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.report.figures.Charts;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.figures.Pictures;

/** The features of autoencoders and their sparsity, as in figures 7 and 8 of the dropout paper. */
final class FeatureSections {
    private static final double UNIT_BIN = 0.25;
    private static final int UNIT_BINS = 24;
    private static final double SHOWN_UP_TO = 10;

    private FeatureSections() {}

    static List<Section> of(List<ArmReadings<FeatureReading>> arms) {
        return List.of(
                new Section(
                        "Features of the hidden units",
                        new Part.Pictures(arms.stream()
                                .map(arm -> Pictures.features(
                                        arm.arm(),
                                        arm.first().features(),
                                        arm.first().height(),
                                        arm.first().width()))
                                .toList()),
                        means(arms, Metric.RECONSTRUCTION_ERROR, Metric.FEATURE_ROUGHNESS),
                        new Part.Note("Incoming weights of each hidden unit of the first trial, each scaled to its"
                                + " largest weight: grey is 0, white positive, black negative. Squared error per test image,"
                                + " pixels from 0 to 1. Roughness: half the mean squared difference of the weights of"
                                + " neighbouring pixels, divided by their variance; 1 for independent weights. Means over"
                                + " trials.")),
                new Section(
                        "Sparsity of the hidden units",
                        new Part.Pictures(arms.stream()
                                .flatMap(arm -> Stream.of(activations(arm), unitMeans(arm)))
                                .toList()),
                        means(arms, Metric.MEAN_ACTIVATION, Metric.SILENT_SHARE),
                        new Part.Note(
                                "Activations over test images and hidden units, dropout off, all trials; and their"
                                        + " means, unit by unit. The paper's figure 8 shows mean activations of about 2.0 without and"
                                        + " 0.7 with dropout.")));
    }

    private static Part.Table means(List<ArmReadings<FeatureReading>> arms, Metric one, Metric other) {
        return new Part.Table(
                "arm | " + one.words() + " | " + other.words(),
                1,
                arms.stream()
                        .map(arm -> List.of(arm.arm(), arm.mean(one), arm.mean(other)))
                        .toList());
    }

    private static Figure activations(ArmReadings<FeatureReading> arm) {
        double width = arm.first().binWidth();
        double[] shares = new double[(int) Math.round(SHOWN_UP_TO / width)];
        for (FeatureReading reading : arm.all()) {
            double all =
                    reading.activations().stream().mapToLong(Long::longValue).sum();
            for (int bin = 0; bin < shares.length; bin++) {
                shares[bin] +=
                        100 * reading.activations().get(bin) / all / arm.all().size();
            }
        }
        return histogram("activations-" + arm.arm(), arm.arm() + ": activations", "activation", width, shares);
    }

    private static Figure unitMeans(ArmReadings<FeatureReading> arm) {
        double[] shares = new double[UNIT_BINS];
        for (FeatureReading reading : arm.all()) {
            for (double mean : reading.unitMeans()) {
                shares[Math.min(UNIT_BINS - 1, (int) (mean / UNIT_BIN))] +=
                        100.0 / reading.unitMeans().size() / arm.all().size();
            }
        }
        return histogram(
                "unit-means-" + arm.arm(),
                arm.arm() + ": mean activation of each unit",
                "mean activation",
                UNIT_BIN,
                shares);
    }

    private static Figure histogram(String name, String title, String axis, double width, double[] shares) {
        double[] middles = IntStream.range(0, shares.length)
                .mapToDouble(bin -> (bin + 0.5) * width)
                .toArray();
        return new Figure(
                name,
                title + ": histogram, in percent",
                Charts.bars(title, axis, "%", middles, width, shares)::draw,
                430,
                260);
    }
}
