package org.dropoutlab.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.LearningCurve;
import org.dropoutlab.experiment.LearningCurve.Point;
import org.dropoutlab.experiment.TrialId;
import org.dropoutlab.experiment.TrialResult;

/** A trial's result as the journal has it: the learning curve by columns, a third of the size it has by points. */
record JournalLine(
        String arm,
        int split,
        @JsonProperty("seed") int repeat,
        TrialResult.Status status,
        int trainExamples,
        int testExamples,
        long parameters,
        Columns curve) {

    record Columns(
            List<Integer> epoch,
            List<Double> trainLoss,
            List<Double> testLoss,
            List<Double> trainAccuracy,
            List<Double> testAccuracy,
            List<Double> learningRate,
            List<Double> seconds) {

        static Columns of(List<Point> points) {
            return new Columns(
                    column(points, Point::epoch),
                    column(points, Point::trainLoss),
                    column(points, Point::testLoss),
                    column(points, Point::trainAccuracy),
                    column(points, Point::testAccuracy),
                    column(points, Point::learningRate),
                    column(points, Point::seconds));
        }

        List<Point> points() {
            return IntStream.range(0, epoch.size())
                    .mapToObj(i -> new Point(
                            epoch.get(i),
                            trainLoss.get(i),
                            testLoss.get(i),
                            trainAccuracy.get(i),
                            testAccuracy.get(i),
                            learningRate.get(i),
                            seconds.get(i)))
                    .toList();
        }

        private static <T> List<T> column(List<Point> points, Function<Point, T> value) {
            return points.stream().map(value).toList();
        }
    }

    static JournalLine of(TrialResult result) {
        TrialId id = result.id();
        return new JournalLine(
                id.arm(),
                id.split(),
                id.repeat(),
                result.status(),
                result.trainExamples(),
                result.testExamples(),
                result.parameters(),
                Columns.of(result.curve().points()));
    }

    TrialResult result() {
        return new TrialResult(
                new TrialId(arm, split, repeat),
                status,
                new LearningCurve(curve.points()),
                trainExamples,
                testExamples,
                parameters);
    }
}
