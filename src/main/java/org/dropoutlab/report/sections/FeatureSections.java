package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.dropoutlab.measurement.FeatureReading;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.report.figures.Charts;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.figures.Pictures;
import org.dropoutlab.report.words.Wording;

/** The features of autoencoders and their sparsity, as in figures 7 and 8 of the dropout paper. */
final class FeatureSections {
    private static final double UNIT_BIN = 0.25;
    private static final int UNIT_BINS = 24;
    private static final double SHOWN_UP_TO = 10;

    private final Map<String, List<FeatureReading>> byArm;

    FeatureSections(Map<String, List<FeatureReading>> byArm) {
        this.byArm = byArm;
    }

    List<Section> sections() {
        return byArm.isEmpty() ? List.of() : List.of(features(), sparsity());
    }

    private Section features() {
        List<Figure> figures = new ArrayList<>();
        byArm.forEach((arm, readings) -> {
            FeatureReading first = readings.get(0);
            figures.add(Pictures.features(arm, first.features(), first.height(), first.width()));
        });
        return new Section(
                "What the hidden units look for",
                figures,
                List.of("arm", "squared reconstruction error", "roughness of the features"),
                1,
                byArm.keySet().stream()
                        .map(arm -> List.of(
                                arm,
                                mean(arm, Metric.RECONSTRUCTION_ERROR, FeatureReading::squaredError),
                                mean(arm, Metric.FEATURE_ROUGHNESS, FeatureReading::roughness)))
                        .toList(),
                "Incoming weights of each hidden unit of the first trial, each stretched to its own largest weight: grey is 0,"
                        + " white positive, black negative. Squared error per test image, pixels from 0 to 1. Roughness: half"
                        + " the mean squared difference of the weights of neighbouring pixels, divided by their variance; 1"
                        + " for independent weights. Means over trials.");
    }

    private Section sparsity() {
        List<Figure> figures = new ArrayList<>();
        byArm.forEach((arm, readings) -> {
            figures.add(activations(arm, readings));
            figures.add(unitMeans(arm, readings));
        });
        return new Section(
                "How sparse the hidden units are",
                figures,
                List.of("arm", "mean activation", "share of activations that are 0"),
                1,
                byArm.keySet().stream()
                        .map(arm -> List.of(
                                arm,
                                mean(arm, Metric.MEAN_ACTIVATION, FeatureReading::meanActivation),
                                mean(arm, Metric.SILENT_SHARE, FeatureReading::silentShare)))
                        .toList(),
                "Activations over test images and hidden units, dropout off, all trials; and their means, unit by unit. The"
                        + " paper (figure 8) reads mean activations of about 2.0 without and 0.7 with dropout off its own.");
    }

    private String mean(String arm, Metric metric, ToDoubleFunction<FeatureReading> value) {
        return Wording.value(
                metric, byArm.get(arm).stream().mapToDouble(value).average().orElseThrow());
    }

    private Figure activations(String arm, List<FeatureReading> readings) {
        double width = readings.get(0).binWidth();
        int bins = (int) Math.round(SHOWN_UP_TO / width);
        double[] shares = new double[bins];
        for (FeatureReading reading : readings) {
            double all =
                    reading.activations().stream().mapToLong(Long::longValue).sum();
            for (int bin = 0; bin < bins; bin++) {
                shares[bin] += 100 * reading.activations().get(bin) / all / readings.size();
            }
        }
        return histogram("activations-" + arm, arm + ": activations", "activation", width, shares);
    }

    private Figure unitMeans(String arm, List<FeatureReading> readings) {
        double[] shares = new double[UNIT_BINS];
        for (FeatureReading reading : readings) {
            for (double mean : reading.unitMeans()) {
                shares[Math.min(UNIT_BINS - 1, (int) (mean / UNIT_BIN))] +=
                        100.0 / reading.unitMeans().size() / readings.size();
            }
        }
        return histogram(
                "unit-means-" + arm, arm + ": mean activation of each unit", "mean activation", UNIT_BIN, shares);
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
