package org.dropoutlab.evaluation.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.dropoutlab.evaluation.Calibration;
import org.dropoutlab.evaluation.Calibration.Bin;
import org.dropoutlab.evaluation.curves.MeanCurve.Point;
import org.junit.jupiter.api.Test;

/**
 * Oracle of a small set with ties: scikit-learn 1.2.1.
 *
 * <pre>
 * y = [1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0]
 * s = [.9, .8, .8, .7, .7, .7, .5, .4, .4, .3, .1, .1]
 * fpr, tpr, _ = roc_curve(y, s, drop_intermediate=False); roc_auc_score(y, s)
 * p, r, _ = precision_recall_curve(y, s); p[::-1], r[::-1]; average_precision_score(y, s)
 * true, stated = calibration_curve(y, s, n_bins=10)
 * </pre>
 */
class ThresholdCurveTest {
    private static final boolean[] POSITIVE = {
        true, false, true, true, false, false, true, false, false, false, true, false
    };
    private static final double[] SCORES = {.9, .8, .8, .7, .7, .7, .5, .4, .4, .3, .1, .1};

    /** A few roundings of numbers up to 1. */
    private static final Offset<Double> ROUNDING = within(1e-15);

    /** Roundings of a sum of up to some hundred numbers up to 1. */
    private static final Offset<Double> OF_SUMS = within(1e-13);

    @Test
    void theRocCurveIsThatOfScikitLearn() {
        ThresholdCurve curve = ThresholdCurve.roc(SCORES, POSITIVE);

        assertThat(curve.places())
                .containsExactly(
                        new double[] {
                            0.0,
                            0.0,
                            0.14285714285714285,
                            0.42857142857142855,
                            0.42857142857142855,
                            0.7142857142857143,
                            0.8571428571428571,
                            1.0
                        },
                        ROUNDING);
        assertThat(curve.values()).containsExactly(new double[] {0.0, 0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 1.0}, ROUNDING);
        assertThat(curve.area()).isCloseTo(0.6571428571428573, ROUNDING);
    }

    @Test
    void thePrecisionRecallCurveIsThatOfScikitLearnWithoutItsInventedFirstPoint() {
        ThresholdCurve curve = ThresholdCurve.precisionRecall(SCORES, POSITIVE);

        assertThat(curve.places()).containsExactly(new double[] {0.0, 0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 1.0}, ROUNDING);
        assertThat(Arrays.copyOfRange(curve.values(), 1, 8))
                .containsExactly(
                        new double[] {
                            1.0,
                            0.6666666666666666,
                            0.5,
                            0.5714285714285714,
                            0.4444444444444444,
                            0.4,
                            0.4166666666666667
                        },
                        ROUNDING);
        assertThat(curve.area()).isCloseTo(0.6309523809523809, ROUNDING);
    }

    @Test
    void reliabilityBinsAreThoseOfScikitLearn() {
        List<Bin> bins = Calibration.bins(SCORES, POSITIVE, 10);

        List<Bin> filled = bins.stream().filter(bin -> bin.count() > 0).toList();
        assertThat(bins).extracting(Bin::count).containsExactly(2, 0, 1, 2, 1, 0, 3, 2, 1, 0);
        assertThat(filled.stream()
                        .mapToDouble(bin -> bin.accuracy().orElseThrow())
                        .toArray())
                .containsExactly(new double[] {0.5, 0.0, 0.0, 1.0, 0.3333333333333333, 0.5, 1.0}, ROUNDING);
        assertThat(filled.stream()
                        .mapToDouble(bin -> bin.meanConfidence().orElseThrow())
                        .toArray())
                .containsExactly(new double[] {0.1, 0.3, 0.4, 0.5, 0.6999999999999998, 0.8, 0.9}, ROUNDING);
        assertThat(Calibration.expectedError(bins))
                .as("by hand: bin sizes times gaps")
                .isCloseTo((2 * .4 + .3 + 2 * .4 + .5 + 3 * (.7 - 1 / 3.) + 2 * .3 + .1) / 12, ROUNDING);
    }

    /** Oracle: the definition, by counting pairs. */
    @Test
    void theAreaBelowTheRocCurveIsTheShareOfPairsInOrder() {
        for (long seed = 0; seed < 20; seed++) {
            Sample sample = Sample.of(seed, 60);
            double pairs = 0;
            double inOrder = 0;
            for (int i = 0; i < 60; i++) {
                for (int j = 0; j < 60; j++) {
                    if (sample.positive[i] && !sample.positive[j]) {
                        pairs++;
                        inOrder +=
                                sample.scores[i] > sample.scores[j] ? 1 : sample.scores[i] == sample.scores[j] ? .5 : 0;
                    }
                }
            }
            assertThat(ThresholdCurve.roc(sample.scores, sample.positive).area())
                    .isCloseTo(inOrder / pairs, OF_SUMS);
        }
    }

    @Test
    void curvesAscendFromCornerToCornerAndKnowNoOrderOfEqualScores() {
        Sample sample = Sample.of(1, 200);
        ThresholdCurve roc = ThresholdCurve.roc(sample.scores, sample.positive);
        ThresholdCurve turned = ThresholdCurve.roc(reversed(sample).scores, reversed(sample).positive);

        assertThat(roc.places()).isSorted().startsWith(0).endsWith(1).isEqualTo(turned.places());
        assertThat(roc.values()).isSorted().startsWith(0).endsWith(1).isEqualTo(turned.values());
        assertThat(roc.left(0)).isZero();
        assertThat(roc.right(1)).isEqualTo(1);
        ThresholdCurve precision = ThresholdCurve.precisionRecall(sample.scores, sample.positive);
        assertThat(precision.places()).isSorted().startsWith(0).endsWith(1);
        assertThat(precision.right(1))
                .as("all taken for positive or fewer: at least the base rate")
                .isGreaterThanOrEqualTo(sample.share());
    }

    /** Values worked by hand from the oracle above. */
    @Test
    void betweenThresholdsRocIsLinearAndPrecisionIsThatOfTheNextRecall() {
        ThresholdCurve roc = ThresholdCurve.roc(SCORES, POSITIVE);
        ThresholdCurve precision = ThresholdCurve.precisionRecall(SCORES, POSITIVE);

        assertThat(roc.right(0)).isCloseTo(0.2, ROUNDING);
        assertThat(roc.left(2 / 7.)).isCloseTo(0.5, ROUNDING).isEqualTo(roc.right(2 / 7.));
        assertThat(roc.left(3 / 7.)).isCloseTo(0.6, ROUNDING);
        assertThat(roc.right(3 / 7.)).isCloseTo(0.8, ROUNDING);
        assertThat(precision.left(0)).isEqualTo(1).isEqualTo(precision.right(0));
        assertThat(precision.left(0.3)).isEqualTo(2 / 3.).isEqualTo(precision.right(0.3));
        assertThat(precision.left(0.8)).isEqualTo(4 / 7.);
        assertThat(precision.right(0.8)).isEqualTo(5 / 12.);
    }

    /** Both sides are linear in the curves where all of their places are averaged at. */
    @Test
    void theAreaBelowAMeanCurveIsTheMeanOfTheAreas() {
        List<List<ThresholdCurve>> roc = IntStream.range(0, 7)
                .mapToObj(seed -> Sample.of(seed, 40))
                .map(sample -> List.of(ThresholdCurve.roc(sample.scores, sample.positive)))
                .toList();
        List<List<ThresholdCurve>> precision = IntStream.range(0, 7)
                .mapToObj(seed -> Sample.of(seed, 40))
                .map(sample -> List.of(ThresholdCurve.precisionRecall(sample.scores, sample.positive)))
                .toList();
        for (List<List<ThresholdCurve>> trials : List.of(roc, precision, roc.subList(0, 1), precision.subList(0, 1))) {
            MeanCurve mean = MeanCurve.of(trials);
            assertThat(mean.points())
                    .isEqualTo(MeanCurve.of(trials, allPlaces(trials)).points());
            assertThat(areaBelow(mean.points()))
                    .isCloseTo(mean.area(), OF_SUMS)
                    .isCloseTo(
                            trials.stream()
                                    .mapToDouble(of -> of.get(0).area())
                                    .average()
                                    .orElseThrow(),
                            OF_SUMS);
        }
    }

    /** Oracle: a curve that ascends by a in a step of h lies within a·h of the line across it; all ascents add up to 1. */
    @Test
    void ofManyExamplesTheMeanIsTakenAtEvenlySpacedPlaces() {
        List<List<ThresholdCurve>> trials = IntStream.range(0, 3)
                .mapToObj(seed -> Sample.of(seed, 1000))
                .map(sample -> List.of(ThresholdCurve.roc(sample.untied(), sample.positive)))
                .toList();

        MeanCurve mean = MeanCurve.of(trials);

        assertThat(mean.points()).extracting(Point::place).hasSize(2 * 121).isSorted();
        assertThat(areaBelow(mean.points())).isCloseTo(mean.area(), within(1 / 120.0));
    }

    private static double areaBelow(List<Point> points) {
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            area += (points.get(i).place() - points.get(i - 1).place())
                    * (points.get(i).mean() + points.get(i - 1).mean())
                    / 2;
        }
        return area;
    }

    @Test
    void aMeanCurveHasTheSpreadOfTrialsNotOfClasses() {
        ThresholdCurve best = ThresholdCurve.roc(new double[] {1, 0}, new boolean[] {true, false});
        ThresholdCurve worst = ThresholdCurve.roc(new double[] {0, 1}, new boolean[] {true, false});
        ThresholdCurve chance = ThresholdCurve.roc(new double[] {1, 1}, new boolean[] {true, false});

        MeanCurve same = MeanCurve.of(List.of(List.of(best, worst), List.of(worst, best)));
        MeanCurve different = MeanCurve.of(List.of(List.of(best), List.of(chance)));

        assertThat(same.points()).allSatisfy(point -> assertThat(point.sd()).isZero());
        assertThat(same.area()).isEqualTo(0.5);
        assertThat(same.trials()).isEqualTo(2);
        assertThat(different.points()).startsWith(new Point(0, 0, 0), new Point(0, 0.5, Math.sqrt(0.5)));
        assertThat(different.area()).isEqualTo(0.75);
        assertThat(different.areaSd()).isEqualTo(Math.sqrt(0.125));
        assertThat(different.points())
                .extracting(Point::place)
                .isSorted()
                .startsWith(0.0, 0.0)
                .endsWith(1.0, 1.0);
        assertThat(MeanCurve.of(List.of(List.of(best))).areaSd())
                .as("one trial")
                .isZero();
    }

    @Test
    void whatHasNoCurveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdCurve.roc(new double[] {1, 2}, new boolean[] {true, true}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdCurve.precisionRecall(new double[] {1, 2}, new boolean[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdCurve.roc(new double[] {1, Double.NaN}, new boolean[] {true, false}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdCurve.roc(new double[] {1}, new boolean[] {true, false}));
        assertThatIllegalArgumentException().isThrownBy(() -> MeanCurve.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Calibration.bins(new double[] {1.5}, new boolean[1], 10));
    }

    private static List<Double> allPlaces(List<List<ThresholdCurve>> trials) {
        TreeSet<Double> places = new TreeSet<>();
        trials.forEach(
                trial -> trial.forEach(curve -> DoubleStream.of(curve.places()).forEach(places::add)));
        return List.copyOf(places);
    }

    private static Sample reversed(Sample sample) {
        int last = sample.scores.length - 1;
        double[] scores = new double[last + 1];
        boolean[] positive = new boolean[last + 1];
        for (int i = 0; i <= last; i++) {
            scores[i] = sample.scores[last - i];
            positive[i] = sample.positive[last - i];
        }
        return new Sample(scores, positive);
    }

    /** Scores of two digits, so that many are equal. */
    private record Sample(double[] scores, boolean[] positive) {
        static Sample of(long seed, int examples) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] scores = new double[examples];
            boolean[] positive = new boolean[examples];
            for (int i = 0; i < examples; i++) {
                positive[i] = i < 2 ? i == 0 : random.nextInt(4) == 0;
                scores[i] = random.nextInt(positive[i] ? 10 : 0, 30) / 30.0;
            }
            return new Sample(scores, positive);
        }

        double[] untied() {
            double[] all = scores.clone();
            for (int i = 0; i < all.length; i++) {
                all[i] += i * 1e-6;
            }
            return all;
        }

        double share() {
            int count = 0;
            for (boolean one : positive) {
                count += one ? 1 : 0;
            }
            return (double) count / positive.length;
        }
    }
}
