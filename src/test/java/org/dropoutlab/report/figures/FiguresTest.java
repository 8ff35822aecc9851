package org.dropoutlab.report.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ListAssert;
import org.dropoutlab.data.Images;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Sweep;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.SearchReading.Outcome;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.Reports;
import org.dropoutlab.report.figures.Drawn.Place;
import org.dropoutlab.report.figures.Drawn.Plot;
import org.dropoutlab.report.figures.Drawn.Word;
import org.jfree.chart.text.TextUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures, checked against the results they show: titles and labels, and shapes by their coordinates on the axes. */
class FiguresTest {
    private static final Color FIRST = Charts.COLORS.get(0);
    private static final Color SECOND = Charts.COLORS.get(1);
    private static final Color THIRD = Charts.COLORS.get(2);
    private static final DataInfo DATA =
            new DataInfo("sonar", Provenance.OFFICIAL, "sha256:0", 208, List.of("R", "M"), List.of(111, 97));

    @TempDir
    private Path directory;

    private Report report;
    private Map<String, Figure> figures;

    /** Vertical labels as readable text, not as outlines. */
    @BeforeAll
    static void turnedTextIsText() {
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    @AfterAll
    static void turnedTextIsOutlines() {
        TextUtils.setUseDrawRotatedStringWorkaround(true);
    }

    @BeforeEach
    void draw() {
        Images images = new Images(
                new byte[][] {{0, -1, 0, 0}, {-1, 0, 0, 0}},
                new int[] {0, 1},
                List.of("R", "M"),
                new Images.Shape(1, 2, 2),
                2);
        RunDirectory run = RunDirectory.at(directory);
        TestPictures.keep(run, images, new int[] {0, 1});
        report = Reports.of(run, study(), DATA, results());
        figures = report.figures().stream().collect(Collectors.toMap(Figure::name, Function.identity()));
    }

    /** Arms plain, treated and tuned, with every probe. */
    private static Study study() {
        return Results.tuned(
                        Resampling.of(2, 1).withValidation(0.25), Results.rate(0), Results.rate(0.2), Results.rate(0.8))
                .withProbes(Stream.concat(Stream.of(new Probe.Inside()), Stream.of(Results.probes()))
                        .toArray(Probe[]::new))
                .withSweeps(new Sweep(
                        "error-by-rate",
                        "Error against rate",
                        "drop probability",
                        false,
                        List.of(new Sweep.Line(
                                "up", List.of(new Sweep.Step(0, "plain"), new Sweep.Step(0.2, "treated"))))));
    }

    private static List<TrialResult> results() {
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(split -> Stream.of(
                        probed(Results.stopped("plain", split, 0, 1, 0.80 + 0.02 * split, 0), split),
                        probed(
                                Results.stopped("treated", split, 0, 0.99 - 0.01 * split, 0.89 + 0.03 * split, 0),
                                split),
                        probed(
                                Results.chose(
                                        split,
                                        0,
                                        2,
                                        Results.tried("rate-0", Outcome.STOPPED, 1, 0.5, 0.6),
                                        Results.tried("rate-20", Outcome.FINISHED, 1, 0.8, 0.88 + 0.02 * split),
                                        Results.tried("rate-80", Outcome.FINISHED, 0.9, 0.85, 0.82 + 0.02 * split)),
                                split)))
                .toList();
    }

    /** With readings that are higher by a hundredth in the second split. */
    private static TrialResult probed(TrialResult trial, int split) {
        List<Reading> readings = new ArrayList<>(trial.readings());
        readings.add(new Inspection(
                split == 0 ? List.of(List.of(3, 1), List.of(0, 4)) : List.of(List.of(1, 3), List.of(2, 2)),
                List.of(new Inspection.Prediction(0, 0, 0, 0.9), new Inspection.Prediction(1, 1, 0, 0.6)),
                List.of(filter(0, 1), filter(-1, 1)),
                List.of(new Inspection.MapCorrelation(2, 4, 4, 0.5, 0.25))));
        readings.addAll(Results.readings(0.01 * split));
        return Results.with(trial, readings);
    }

    /** Red is {@code red}, everything else {@code other}. */
    private static List<List<List<Float>>> filter(float red, float other) {
        return Stream.of(red, other, other)
                .map(channel -> List.of(List.of(channel, channel), List.of(channel, channel)))
                .toList();
    }

    private Drawn drawn(String name) {
        assertThat(figures).containsKey(name);
        return Drawn.of(figures.get(name));
    }

    private static ListAssert<Place> assertPlaces(List<Place> places, double toleranceX, double toleranceY) {
        return assertThat(places).usingElementComparator(Place.within(toleranceX, toleranceY));
    }

    @Test
    void aLearningCurveForTrainingAndOneForTestDataOfEachArm() {
        for (String arm : List.of("plain", "treated", "tuned")) {
            assertThat(drawn("curves-accuracy-" + arm).words())
                    .containsExactly(arm, "train", "test", "epoch", "accuracy");
            assertThat(drawn("curves-loss-" + arm).words())
                    .containsExactly(arm, "train", "test", "epoch", "loss, nats");
        }
        Plot accuracy = drawn("curves-accuracy-plain").plot();
        assertPlaces(accuracy.curve(FIRST), 1e-3, 1e-3).containsExactly(new Place(1, 0.5), new Place(2, 1));
        assertPlaces(accuracy.curve(SECOND), 1e-3, 1e-3).containsExactly(new Place(1, 0.5), new Place(2, 0.81));
        Plot loss = drawn("curves-loss-treated").plot();
        assertPlaces(loss.curve(FIRST), 1e-3, 1e-3).containsExactly(new Place(1, 0.9), new Place(2, 0.015));
        assertPlaces(loss.curve(SECOND), 1e-3, 1e-3).containsExactly(new Place(1, 0.9), new Place(2, 0.095));
    }

    /** Oracle: the standard deviation of 0.80 and 0.82. */
    @Test
    void theBandOfACurveIsOneStandardDeviation() {
        double sd = 0.02 / Math.sqrt(2);

        assertPlaces(drawn("curves-accuracy-plain").plot().band(SECOND), 1e-3, 1e-3)
                .containsExactlyInAnyOrder(
                        new Place(1, 0.5), new Place(1, 0.5), new Place(2, 0.81 - sd), new Place(2, 0.81 + sd));
    }

    @Test
    void theGapOfEveryArmOverEpochs() {
        Drawn gap = drawn("gap-over-epochs");

        assertThat(gap.words())
                .containsExactly(
                        "Generalization gap by epoch: training − test accuracy",
                        "plain",
                        "treated",
                        "tuned",
                        "epoch",
                        "points");
        assertPlaces(gap.plot().curve(FIRST), 1e-3, 0.05).containsExactly(new Place(1, 0), new Place(2, 19));
        assertPlaces(gap.plot().curve(SECOND), 1e-3, 0.05).containsExactly(new Place(1, 0), new Place(2, 8));
        assertPlaces(gap.plot().curve(THIRD), 1e-3, 0.05).containsExactly(new Place(1, 0), new Place(2, 7));
    }

    @Test
    void armsHaveTheirMeanTheirIntervalTheirTrialsAndWhatWasPublished() {
        Drawn drawn = drawn("test-accuracy");
        Plot plot = drawn.plot();

        assertThat(drawn.words())
                .containsExactly(
                        "Test accuracy after the last epoch",
                        "mean and 95% interval",
                        "single pairs or trials",
                        "published",
                        "test accuracy, %");
        assertThat(plot.rows()).containsExactly("plain", "treated", "tuned");
        assertPlaces(plot.dots(FIRST, 10), 0.05, 0.01)
                .containsExactlyInAnyOrder(new Place(81, 2), new Place(90.5, 1), new Place(83, 0));
        assertPlaces(plot.dots(Charts.FAINT, 4.4), 0.05, 0.4)
                .as("trials, a little below")
                .containsExactlyInAnyOrder(
                        new Place(80, 1.8),
                        new Place(82, 1.8),
                        new Place(89, 0.8),
                        new Place(92, 0.8),
                        new Place(82, -0.2),
                        new Place(84, -0.2));
        assertPlaces(plot.diamonds(SECOND), 0.05, 0.01).containsExactly(new Place(86.04, 2.25));
        assertSpans(plot, interval("plain"), interval("treated"), interval("tuned"));
    }

    private Interval interval(String arm) {
        Interval interval = report.summary()
                .arm(arm)
                .estimate(Metric.TEST_ACCURACY)
                .orElseThrow()
                .ci95()
                .orElseThrow();
        return new Interval(100 * interval.low(), 100 * interval.high());
    }

    /** Intervals row by row from the top. */
    private static void assertSpans(Plot plot, Interval... intervals) {
        List<List<Place>> lines = plot.lines(FIRST, 2.2f);
        assertThat(lines).hasSameSizeAs(intervals);
        for (int i = 0; i < intervals.length; i++) {
            int row = intervals.length - 1 - i;
            assertPlaces(lines.get(i), 0.2, 0.01)
                    .containsExactly(new Place(intervals[i].low(), row), new Place(intervals[i].high(), row));
        }
    }

    @Test
    void gapsAreHeldAgainstALineAtZero() {
        Drawn drawn = drawn("accuracy-gap");
        Plot plot = drawn.plot();

        assertThat(drawn.words())
                .startsWith("Generalization gap: training − test accuracy")
                .endsWith("accuracy gap, points");
        assertPlaces(plot.dots(FIRST, 10), 0.1, 0.01)
                .containsExactlyInAnyOrder(new Place(19, 2), new Place(8, 1), new Place(7, 0));
        assertThat(plot.lines(Charts.INK, 1.2f)).singleElement().satisfies(line -> assertThat(line)
                .allSatisfy(end -> assertThat(end.x()).isCloseTo(0, within(0.1))));
        assertThat(drawn("test-accuracy").plot().lines(Charts.INK, 1.2f)).isEmpty();
    }

    @Test
    void differencesHaveARowForEachComparison() {
        Drawn drawn = drawn("differences-test-accuracy");
        Plot plot = drawn.plot();

        assertThat(drawn.words()).startsWith("Test accuracy: arm − baseline (right is better)");
        assertThat(drawn.words()).endsWith("difference, points");
        assertThat(plot.rows()).containsExactly("treated – plain");
        assertPlaces(plot.dots(FIRST, 10), 0.1, 1).containsExactly(new Place(9.5, 0));
        assertPlaces(plot.dots(Charts.FAINT, 4.4), 0.1, 1).containsExactly(new Place(9, 0), new Place(10, 0));
        Interval interval =
                report.summary().comparisons(Metric.TEST_ACCURACY).get(0).ci95().orElseThrow();
        assertSpans(plot, new Interval(100 * interval.low(), 100 * interval.high()));
        assertThat(plot.lines(Charts.INK, 1.2f)).as("at 0").hasSize(1);
    }

    @Test
    void armsScatterByGapAndAccuracyWithTheirNames() {
        Drawn drawn = drawn("gap-against-accuracy");
        Plot plot = drawn.plot();

        assertThat(drawn.words())
                .containsExactlyInAnyOrder(
                        "Gap against accuracy (upper left is better)",
                        "accuracy gap, points",
                        "test accuracy, %",
                        "plain",
                        "treated",
                        "tuned");
        assertPlaces(plot.dots(FIRST, 8), 0.2, 0.2)
                .containsExactlyInAnyOrder(new Place(19, 81), new Place(8, 90.5), new Place(7, 83));
        assertThat(plot.lines(Charts.FAINT, 0.7f)).as("two intervals each").hasSize(2 * 3);
    }

    @Test
    void aSweepHasASolidLineOfTestAndADashedOneOfTrainingErrors() {
        Drawn drawn = drawn("error-by-rate");
        Plot plot = drawn.plot();

        assertThat(drawn.words())
                .containsExactly(
                        "Error against rate", "up, test", "up, training", "published", "drop probability", "error, %");
        assertPlaces(plot.dots(FIRST, 7), 1e-3, 0.1).containsExactly(new Place(0, 19), new Place(0.2, 9.5));
        assertPlaces(plot.dots(FIRST, 4), 1e-3, 0.1).containsExactly(new Place(0, 0), new Place(0.2, 1.5));
        assertThat(plot.lines(FIRST, 2)).as("solid").singleElement().satisfies(line -> assertPlaces(line, 1e-3, 0.1)
                .containsExactlyInAnyOrder(new Place(0, 19), new Place(0.2, 9.5)));
        assertThat(plot.lines(FIRST, 1.4f)).as("dashed").singleElement().satisfies(line -> assertPlaces(line, 1e-3, 0.1)
                .containsExactlyInAnyOrder(new Place(0, 0), new Place(0.2, 1.5)));
        assertPlaces(plot.diamonds(Charts.INK), 1e-3, 0.1).containsExactly(new Place(0, 13.96));
    }

    /** Of the three candidates, one was never trained to its end, and another one was chosen in both splits. */
    @Test
    void levelsHaveTheirMeansAndBelowHowOftenEachWasChosen() {
        Drawn drawn = drawn("tuning-tuned");
        Plot means = drawn.plot(0);

        assertThat(drawn.words())
                .containsExactly(
                        "tuned: accuracy over rate", "training", "validation", "test", "rate", "accuracy, %", "chosen");
        assertPlaces(means.dots(FIRST, 4), 0.01, 0.1).containsExactly(new Place(0.2, 100), new Place(0.8, 90));
        assertPlaces(means.dots(THIRD, 7), 1e-3, 0.1).containsExactly(new Place(0.2, 80), new Place(0.8, 85));
        assertPlaces(means.dots(SECOND, 7), 0.01, 0.1).containsExactly(new Place(0.2, 89), new Place(0.8, 83));
        assertPlaces(drawn.plot(1).bars(Charts.FAINT), 1e-3, 1e-3).containsExactly(new Place(0.8, 2));
    }

    @Test
    void averagesOfNetworksStandBesideWeightScaling() {
        Drawn drawn = drawn("averaging-plain");
        Plot plot = drawn.plot();

        assertThat(drawn.words())
                .containsExactly(
                        "plain: Monte-Carlo averages vs. weight scaling (the paper's figure 11)",
                        "average of k networks",
                        "weight scaling",
                        "sampled networks, k",
                        "test error, %");
        assertPlaces(plot.dots(FIRST, 7), 0.1, 0.05).containsExactly(new Place(1, 25.5), new Place(50, 8.5));
        assertPlaces(plot.dots(SECOND, 4), 0.1, 0.05).containsExactly(new Place(1, 9.5), new Place(50, 9.5));
        assertThat(plot.lines(FIRST, 1))
                .as("a standard deviation over draws, up and down")
                .anySatisfy(line -> assertPlaces(line, 0.1, 0.05)
                        .containsExactlyInAnyOrder(new Place(1, 24.5), new Place(1, 26.5)));
    }

    /** Oracle: 30 and 10 of the 40 examples, by the area of a dot. */
    @Test
    void reliabilityHasADotForEachBinAndTheDiagonal() {
        Drawn drawn = drawn("reliability-treated");
        Plot plot = drawn.plot();

        assertThat(drawn.words()).containsExactly("treated", "one pass", "mean of passes", "confidence", "accuracy");
        for (Color color : List.of(FIRST, SECOND)) {
            List<Double> diameters = plot.diameters(color);
            assertThat(diameters).hasSize(2);
            assertThat((diameters.get(0) - 0.02) / (diameters.get(1) - 0.02)).isCloseTo(Math.sqrt(3), within(0.01));
        }
        assertThat(plot.lines(Charts.FAINT, 1)).singleElement().satisfies(line -> assertPlaces(line, 2e-3, 2e-3)
                .containsExactly(new Place(0, 0), new Place(1, 1)));
        assertPlaces(plot.circles(FIRST), 2e-3, 2e-3)
                .containsExactlyInAnyOrder(new Place(0.95, 0.9), new Place(0.6, 0.7));
    }

    @Test
    void informationOverAnglesHasATrackForEachArmWithTheRangeOfItsTrials() {
        Drawn drawn = drawn("information-turned");

        assertThat(drawn.words())
                .containsExactly(
                        "Mutual information on rotated test images",
                        "plain",
                        "treated",
                        "tuned",
                        "angle, degrees",
                        "nats");
        for (Color color : List.of(FIRST, SECOND, THIRD)) {
            assertPlaces(drawn.plot().dots(color, 7), 0.2, 2e-3)
                    .containsExactly(new Place(0, 0.015), new Place(45, 0.205), new Place(90, 0.405));
            assertThat(drawn.plot().lines(color, 1)).anySatisfy(line -> assertPlaces(line, 0.2, 2e-3)
                    .containsExactlyInAnyOrder(new Place(45, 0.2), new Place(45, 0.21)));
        }
    }

    /** Oracle: 2 of 160 activations in every bin of which half are shown; means of 1/2, 7 3/4 and 1/3 in bins of a quarter. */
    @Test
    void histogramsHaveABarForEachBin() {
        Drawn activations = drawn("activations-plain");
        assertThat(activations.words()).containsExactly("plain: activations", "activation", "%");
        assertThat(activations.plot().bars(FIRST)).hasSize(40).allSatisfy(bar -> assertThat(bar.y())
                .isCloseTo(1.25, within(0.01)));
        assertThat(activations.plot().bars(FIRST))
                .extracting(Place::x)
                .satisfies(middles -> assertThat(middles.get(0)).isCloseTo(0.125, within(0.02)))
                .satisfies(middles -> assertThat(middles.get(39)).isCloseTo(9.875, within(0.02)));

        Drawn means = drawn("unit-means-plain");
        assertThat(means.words()).containsExactly("plain: mean activation of each unit", "mean activation", "%");
        assertPlaces(means.plot().bars(FIRST), 0.01, 0.1)
                .containsExactly(new Place(0.375, 100.0 / 3), new Place(0.625, 100.0 / 3), new Place(5.875, 100.0 / 3));
    }

    /** Oracle: 4 and 4 of the first class, 2 and 6 of the second, in both splits together. */
    @Test
    void aConfusionMatrixHasATrueClassInEachRow() {
        Drawn drawn = drawn("confusion-plain");

        assertThat(drawn.words()).containsExactly("plain", "R", "50", "50", "M", "25", "75", "R", "M");
        List<Word> texts = drawn.texts();
        assertThat(texts.get(1).y())
                .as("rows from the top")
                .isEqualTo(texts.get(2).y());
        assertThat(texts.get(4).y())
                .isEqualTo(texts.get(6).y())
                .isGreaterThan(texts.get(1).y());
        assertThat(texts.get(2).x())
                .as("columns from the left")
                .isLessThan(texts.get(3).x());
        assertThat(texts).filteredOn(Word::turned).extracting(Word::text).containsExactly("R", "M");
        assertThat(drawn.tiles().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(
                                java.util.Comparator.comparingDouble(Place::y).thenComparingDouble(Place::x)))
                        .map(tile -> tile.getValue().getRed()))
                .as("the more, the darker")
                .satisfies(shades -> assertThat(shades.get(0)).isEqualTo(shades.get(1)))
                .satisfies(shades -> assertThat(shades.get(2)).isGreaterThan(shades.get(0)))
                .satisfies(shades -> assertThat(shades.get(3)).isLessThan(shades.get(0)))
                .hasSize(4);
    }

    @Test
    void testPicturesHaveWhatTheyAreTakenForInGreenOrRed() {
        Drawn drawn = drawn("predictions-plain");

        assertThat(drawn.words()).containsExactly("plain", "R 90%", "R 60%");
        Color right = drawn.texts().get(1).color();
        Color wrong = drawn.texts().get(2).color();
        assertThat(right.getGreen()).isGreaterThan(right.getRed());
        assertThat(wrong.getRed()).isGreaterThan(wrong.getGreen());
        assertThat(drawn.texts().get(2).x())
                .as("a column for each class")
                .isGreaterThan(drawn.texts().get(1).x());
        assertThat(drawn.pictures()).hasSize(2).allSatisfy(picture -> assertThat(picture.getWidth())
                .isEqualTo(64));
        assertThat(quarters(drawn.pictures().get(0))).containsExactly(0, 0xFFFFFF, 0, 0);
        assertThat(quarters(drawn.pictures().get(1))).containsExactly(0xFFFFFF, 0, 0, 0);
    }

    /** The colours of a picture of two by two pixels, however enlarged. */
    private static List<Integer> quarters(BufferedImage picture) {
        int half = picture.getWidth() / 2;
        return Stream.of(0, 1, 2, 3)
                .map(i -> picture.getRGB(i % 2 * half, i / 2 * half) & 0xFFFFFF)
                .toList();
    }

    @Test
    void filtersAreStretchedToTheFullRangeOfEachColour() {
        Drawn drawn = drawn("filters-tuned");

        assertThat(drawn.words()).containsExactly("tuned");
        assertThat(drawn.pictures()).hasSize(2).allSatisfy(filter -> assertThat(quarters(filter))
                .containsOnly(0x00FFFF));
    }

    /** Oracle: weights of 1, 2, 3 and 127 of the first of three units, 0 of the last. */
    @Test
    void featuresAreGreyWhereAWeightIsZero() {
        Drawn drawn = drawn("features-plain");

        assertThat(drawn.words()).containsExactly("plain");
        assertThat(drawn.pictures()).hasSize(3);
        assertThat(quarters(drawn.pictures().get(0))).containsExactly(0x818181, 0x828282, 0x838383, 0xFFFFFF);
        assertThat(quarters(drawn.pictures().get(2))).containsOnly(0x808080);
    }

    @Test
    void everyKindOfFigureIsLookedAt() {
        assertThat(report.figures())
                .extracting(figure -> figure.name().replaceFirst("-(plain|treated|tuned)$", ""))
                .containsOnly(
                        "error-by-rate",
                        "test-accuracy",
                        "tuning",
                        "features",
                        "activations",
                        "unit-means",
                        "averaging",
                        "reliability",
                        "information-turned",
                        "entropy-turned",
                        "gap-against-accuracy",
                        "curves-accuracy",
                        "curves-loss",
                        "accuracy-gap",
                        "gap-over-epochs",
                        "differences-test-accuracy",
                        "differences-accuracy-gap",
                        "confusion",
                        "predictions",
                        "filters");
    }

    @Test
    void whereANumberIsPredictedTheAxesSaySo() {
        DataInfo numbers = new DataInfo("mine.csv", Provenance.OWN, "sha256:0", 150, List.of(), List.of());
        List<TrialResult> plainAndTreated = IntStream.range(0, 2)
                .boxed()
                .flatMap(split -> Stream.of(
                        Results.completed("plain", split, 0, 0.9, 0.25),
                        Results.completed("treated", split, 0, 0.8, 0.5)))
                .toList();
        Map<String, List<String>> words = Reports.of(
                        RunDirectory.at(directory.resolve("numbers")), Results.ofNumbers(1), numbers, plainAndTreated)
                .figures()
                .stream()
                .collect(Collectors.toMap(
                        Figure::name, figure -> Drawn.of(figure).words()));

        assertThat(words.get("curves-r2-plain")).containsExactly("plain", "train", "test", "epoch", "R²");
        assertThat(words.get("curves-mse-plain")).containsExactly("plain", "train", "test", "epoch", "squared error");
        assertThat(words.get("test-r2")).endsWith("test R²");
        assertThat(words.get("gap-over-epochs")).endsWith("R² gap");
        assertThat(words.get("differences-test-r2")).endsWith("difference in test R²");
    }
}
