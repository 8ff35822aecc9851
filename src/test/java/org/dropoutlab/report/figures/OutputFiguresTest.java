package org.dropoutlab.report.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.curves.Confusions;
import org.dropoutlab.evaluation.curves.MeanCurve;
import org.dropoutlab.evaluation.curves.ThresholdCurve;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.Reports;
import org.dropoutlab.report.figures.Drawn.Place;
import org.dropoutlab.report.figures.Drawn.Plot;
import org.dropoutlab.report.sections.Part;
import org.jfree.chart.text.TextUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of final outputs and the sections around them, against outputs whose curves are known by hand. */
class OutputFiguresTest {
    private static final Color FIRST = Charts.COLORS.get(0);
    private static final Color SECOND = Charts.COLORS.get(1);
    private static final int[] LABELS = {0, 1, 0, 0};
    /** Of the second class: of the positive example, and of the others. */
    private static final float[] PERFECT = {0.1f, 0.9f, 0.1f, 0.1f};

    private static final float[] GUESSED = {0.35f, 0.35f, 0.35f, 0.35f};
    private static final DataInfo TWO =
            new DataInfo("own", Provenance.OWN, "sha256:0", 8, List.of("healthy", "sick"), List.of(6, 2));
    private static final DataInfo NUMBERS = new DataInfo("own", Provenance.OWN, "sha256:0", 8, List.of());

    /** The legend is so wide that it looks like a plot. */
    private static final int BELOW_LEGEND = 1;

    @TempDir
    private Path directory;

    @BeforeAll
    static void turnedTextIsText() {
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    @AfterAll
    static void turnedTextIsOutlines() {
        TextUtils.setUseDrawRotatedStringWorkaround(true);
    }

    private Report report(DataInfo data, IntFunction<TestOutputs> plain, IntFunction<TestOutputs> treated) {
        List<TrialResult> results = new ArrayList<>();
        for (int split = 0; split < 2; split++) {
            results.add(Results.with(Results.completed("plain", split, 0, 1, 0.8), plain.apply(split)));
            results.add(Results.with(Results.completed("treated", split, 0, 1, 0.9), treated.apply(split)));
        }
        return Reports.of(RunDirectory.at(directory), Results.study(1), data, results);
    }

    /** Plain separates the classes in its first split and guesses in the second; treated separates them in both. */
    private Report ofTwo() {
        return report(TWO, split -> outputs(split == 0 ? PERFECT : GUESSED), split -> outputs(PERFECT));
    }

    private static TestOutputs.Classes outputs(float... ofSecond) {
        return new TestOutputs.Classes(2, LABELS, ofSecond, 0.5, LABELS.length);
    }

    private static Drawn drawn(Report report, String name) {
        Map<String, Figure> figures =
                report.figures().stream().collect(Collectors.toMap(Figure::name, figure -> figure));
        assertThat(figures).containsKey(name);
        return Drawn.of(figures.get(name));
    }

    private static String notes(Report report, String heading) {
        return report.section(heading).parts().stream()
                .filter(Part.Note.class::isInstance)
                .map(part -> ((Part.Note) part).text())
                .collect(Collectors.joining(" "));
    }

    @Test
    void rocCurvesAreMeansOverTrialsWithTheirSpread() {
        Drawn drawn = drawn(ofTwo(), "roc");
        Plot plot = drawn.plot(BELOW_LEGEND);

        assertThat(drawn.words())
                .containsExactly(
                        "ROC curve",
                        "plain (area 0.750)",
                        "treated (area 1.000)",
                        "false-positive rate",
                        "true-positive rate (recall)");
        assertThat(plot.curve(FIRST))
                .usingElementComparator(Place.within(2e-3, 2e-3))
                .containsExactly(new Place(0, 0), new Place(0, 0.5), new Place(1, 1), new Place(1, 1));
        assertThat(plot.band(FIRST))
                .usingElementComparator(Place.within(2e-3, 2e-3))
                .as("of 1 and 0, cut off at the edges")
                .contains(new Place(0, 0), new Place(0, 1), new Place(1, 1));
        assertThat(plot.curve(SECOND))
                .usingElementComparator(Place.within(2e-3, 2e-3))
                .startsWith(new Place(0, 0), new Place(0, 1))
                .endsWith(new Place(1, 1));
        assertThat(plot.lines(Charts.FAINT, 1.4f)).singleElement().satisfies(line -> assertThat(line)
                .usingElementComparator(Place.within(2e-3, 2e-3))
                .containsExactly(new Place(0, 0), new Place(1, 1)));
    }

    @Test
    void precisionRecallCurvesAreHeldAgainstTheBaseRate() {
        Drawn drawn = drawn(ofTwo(), "precision-recall");
        Plot plot = drawn.plot(BELOW_LEGEND);

        assertThat(drawn.words())
                .containsExactly(
                        "Precision–recall curve", "plain (area 0.625)", "treated (area 1.000)", "recall", "precision");
        assertThat(plot.curve(FIRST))
                .as("the mean of 1 and 0.25, without points that change nothing")
                .usingElementComparator(Place.within(2e-3, 2e-3))
                .containsExactly(new Place(0, 0.625), new Place(1, 0.625));
        double sd = 0.75 / Math.sqrt(2);
        assertThat(plot.band(FIRST))
                .as("the standard deviation of 1 and 0.25, cut off at 1")
                .usingElementComparator(Place.within(2e-3, 2e-3))
                .contains(new Place(0, 0.625 - sd), new Place(1, 0.625 - sd), new Place(0, 1), new Place(1, 1));
        assertThat(plot.lines(Charts.FAINT, 1.4f)).singleElement().satisfies(line -> assertThat(line)
                .usingElementComparator(Place.within(2e-3, 2e-3))
                .containsExactly(new Place(0, 0.25), new Place(1, 0.25)));
    }

    @Test
    void sectionsSayWhatTheyShowAndHowMuchOfIt() {
        Report report = ofTwo();

        assertThat(notes(report, "ROC and precision–recall curves"))
                .contains("Positive class: sick.", "base rate, 0.250", "±1 standard deviation over trials")
                .endsWith("From all 8 test predictions in 2 trials per arm.")
                .doesNotContain("no example");
        assertThat(notes(report, "Confusion matrices")).endsWith("From all 8 test predictions in 2 trials per arm.");
        assertThat(notes(report, "Reliability diagrams"))
                .contains("truly sick")
                .endsWith("From all 8 test predictions in 2 trials per arm.");
    }

    @Test
    void thinnedOutputsAndMissingTrialsAreSaid() {
        List<TrialResult> results = List.of(
                Results.with(
                        Results.completed("plain", 0, 0, 1, 0.8),
                        new TestOutputs.Classes(2, LABELS, PERFECT, 0.5, 12_345)),
                Results.diverged("plain", 1, 0),
                Results.with(Results.completed("treated", 0, 0, 1, 0.8), outputs(PERFECT)),
                Results.with(Results.completed("treated", 1, 0, 1, 0.8), outputs(PERFECT)));
        Report report = Reports.of(RunDirectory.at(directory), Results.study(1), TWO, results);

        assertThat(notes(report, "Confusion matrices"))
                .endsWith(
                        "From plain: 4 of 12,345 test predictions (evenly spaced; the record keeps no more) in 1 trial;"
                                + " treated: all 8 test predictions in 2 trials.");
    }

    @Test
    void foldsWithoutAClassAreSaidAndWithoutAnyCurveThereIsNone() {
        TestOutputs.Classes healthy = new TestOutputs.Classes(2, new int[4], PERFECT, 0.5, 4);

        assertThat(notes(
                        report(TWO, split -> split == 0 ? outputs(PERFECT) : healthy, split -> outputs(PERFECT)),
                        "ROC and precision–recall curves"))
                .contains("In 1 case a test fold");
        assertThat(report(TWO, split -> healthy, split -> healthy).figures())
                .extracting(Figure::name)
                .doesNotContain("roc", "precision-recall")
                .contains("test-confusion-plain", "reliability-of-plain");
    }

    /** Counted by hand: guessing never reaches the threshold, so the positive example of the second split is missed. */
    @Test
    void confusionMatricesHaveCountsAndShares() {
        Drawn drawn = drawn(ofTwo(), "test-confusion-plain");

        assertThat(drawn.words())
                .containsExactly(
                        "plain",
                        "healthy",
                        "6",
                        "100%",
                        "sick",
                        "1",
                        "50%",
                        "1",
                        "50%",
                        "true class",
                        "healthy",
                        "sick",
                        "predicted class");
        assertThat(drawn.tiles()).hasSize(4);
        assertThat(drawn.tiles().values()).contains(Pictures.shade(1), Pictures.shade(0.5), Pictures.shade(0));
    }

    @Test
    void ofManyClassesTheLargestAreShownAndNothingIsLost() {
        long[][] counts = new long[26][26];
        for (int c = 0; c < 26; c++) {
            counts[c][c] = 100L + c;
        }
        List<String> names = IntStream.range(0, 26)
                .mapToObj(c -> String.valueOf((char) ('A' + c)))
                .toList();
        Figure figure = ConfusionFigures.of("plain", new Confusions(counts), names);
        List<String> words = Drawn.of(figure).words();

        assertThat(words).contains("G", "Z", "106", "rest", String.valueOf(100 + 101 + 102 + 103 + 104 + 105));
        assertThat(words).doesNotContain("A", "F");
        assertThat(figure.width()).as("fits the page").isLessThanOrEqualTo(820);
    }

    @Test
    void longNamesOfClassesAreCutAndStayInside() {
        List<String> names = List.of("an exceedingly long name of a class", "b", "c");
        Figure figure = ConfusionFigures.of(
                "dropout=0.5+max-norm=3+l2=0.001",
                new Confusions(new long[][] {{123456, 1, 0}, {0, 5, 0}, {0, 0, 9}}),
                names);
        Drawn drawn = Drawn.of(figure);

        assertThat(drawn.words()).contains("an exceedingly …", "123k").doesNotContain(names.get(0));
        assertThat(drawn.texts()).filteredOn(word -> !word.turned()).allSatisfy(word -> {
            assertThat(word.x()).isBetween(0.0, (double) figure.width());
            assertThat(word.y()).isBetween(0.0, (double) figure.height());
        });
    }

    /** By hand: eight predictions of the positive class, 0.1 three times, 0.9 once (right), 0.35 four times (one right). */
    @Test
    void reliabilityHasADotForEachFilledBinAndItsCountBelow() {
        Drawn drawn = drawn(ofTwo(), "reliability-of-plain");

        assertThat(drawn.words()).containsExactly("plain", "predicted probability", "share of sick", "count");
        assertThat(drawn.plot(0).circles(FIRST))
                .usingElementComparator(Place.within(5e-3, 5e-3))
                .containsExactlyInAnyOrder(new Place(0.1, 0), new Place(0.35, 0.25), new Place(0.9, 1));
        assertThat(drawn.plot(1).bars(Charts.FAINT).stream()
                        .filter(bar -> bar.y() > 0.5)
                        .toList())
                .usingElementComparator(Place.within(0.06, 0.05))
                .containsExactlyInAnyOrder(new Place(0.1, 3), new Place(0.35, 4), new Place(0.9, 1));
    }

    @Test
    void moreThanFourArmsHaveNoBands() {
        ThresholdCurve best = ThresholdCurve.roc(new double[] {1, 0}, new boolean[] {true, false});
        ThresholdCurve worst = ThresholdCurve.roc(new double[] {0, 1}, new boolean[] {true, false});
        MeanCurve curve = MeanCurve.of(List.of(List.of(best), List.of(worst)));
        Map<String, MeanCurve> four = Stream.of("a", "b", "c", "d").collect(Collectors.toMap(arm -> arm, arm -> curve));
        Map<String, MeanCurve> five =
                Stream.of("a", "b", "c", "d", "e").collect(Collectors.toMap(arm -> arm, arm -> curve));

        assertThat(ThresholdFigures.roc("it", four).caption()).contains("band");
        assertThat(Drawn.of(ThresholdFigures.roc("it", four)).plot(BELOW_LEGEND).band(FIRST))
                .isNotEmpty();
        assertThat(ThresholdFigures.roc("it", five).caption()).doesNotContain("band");
        assertThat(Drawn.of(ThresholdFigures.roc("it", five)).plot(BELOW_LEGEND).band(FIRST))
                .isEmpty();
    }

    @Test
    void numbersAreDrawnAgainstTheTruthAndTheirErrors() {
        Report report = report(
                NUMBERS,
                split -> new TestOutputs.Numbers(new double[] {0, 10}, new double[] {2, 8}, 2),
                split -> new TestOutputs.Numbers(new double[] {0, 10}, new double[] {0, 10}, 2));

        assertThat(drawn(report, "predicted-plain").words()).containsExactly("plain", "true value", "predicted value");
        // Dots of whole pixels, given by their upper edge: two of 200 pixels for a range of 10.6.
        assertThat(drawn(report, "predicted-plain").plot().bars(rgb(NumberFigures.DOT)))
                .usingElementComparator(Place.within(0.2, 0.3))
                .containsExactly(new Place(0, 2), new Place(10, 8), new Place(0, 2), new Place(10, 8));
        assertThat(drawn(report, "residuals-plain").plot().bars(rgb(NumberFigures.DOT)))
                .usingElementComparator(Place.within(0.2, 0.2))
                .containsExactly(new Place(2, -2), new Place(8, 2), new Place(2, -2), new Place(8, 2));
        assertThat(notes(report, "Predictions and errors"))
                .endsWith("From all 4 test predictions in 2 trials per arm.");
    }

    @Test
    void ofManyNumbersSomeAreDrawnAndThatIsSaid() {
        double[] many = new double[3000];
        Arrays.setAll(many, i -> i);
        Report report = report(
                NUMBERS,
                split -> new TestOutputs.Numbers(many, many, many.length),
                split -> new TestOutputs.Numbers(many, many, many.length));

        assertThat(drawn(report, "predicted-plain").plot().bars(rgb(NumberFigures.DOT)))
                .hasSize(1000);
        assertThat(notes(report, "Predictions and errors")).endsWith("per arm. One in 6 of them is drawn.");
    }

    @Test
    void recordsWithoutOutputsHaveNoneOfThis() {
        List<TrialResult> results = Stream.of("plain", "treated")
                .flatMap(arm -> IntStream.range(0, 2).mapToObj(split -> Results.completed(arm, split, 0, 1, 0.8)))
                .toList();
        Report report = Reports.of(RunDirectory.at(directory), Results.study(1), TWO, results);

        assertThat(results).extracting(TrialResult::outputs).containsOnly(Optional.empty());
        assertThat(report.figures())
                .isNotEmpty()
                .extracting(Figure::name)
                .noneMatch(name ->
                        name.matches("(roc|precision-recall|test-confusion|reliability|predicted|residuals).*"));
    }

    private static Color rgb(Color transparent) {
        return new Color(transparent.getRed(), transparent.getGreen(), transparent.getBlue());
    }
}
