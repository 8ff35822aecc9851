package org.dropoutlab.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.dropoutlab.measurement.FinalScores;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/** A trial result in the journal: the learning curve by columns, which takes a third of the space of points. */
record JournalLine(
        String arm,
        int split,
        @JsonProperty("seed") int repeat,
        TrialResult.Status status,
        int trainExamples,
        int testExamples,
        long parameters,
        long multiplications,
        Columns curve,
        OptionalInt endsAt,
        List<Reading> readings,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TestOutputs> outputs,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<FinalScores> scores,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> own) {

    record Columns(
            List<Integer> epoch,
            List<Double> trainLoss,
            List<Double> validationLoss,
            List<Double> testLoss,
            List<Double> trainAccuracy,
            List<Double> validationAccuracy,
            List<Double> testAccuracy,
            List<Double> learningRate,
            List<Double> seconds) {

        static Columns of(List<Point> points) {
            List<Score> validation = points.stream()
                    .flatMap(point -> point.validation().stream())
                    .toList();
            return new Columns(
                    column(points, Point::epoch),
                    column(points, point -> point.train().loss()),
                    column(validation, Score::loss),
                    column(points, point -> point.test().loss()),
                    column(points, point -> point.train().accuracy()),
                    column(validation, Score::accuracy),
                    column(points, point -> point.test().accuracy()),
                    column(points, Point::learningRate),
                    column(points, Point::seconds));
        }

        List<Point> points() {
            return IntStream.range(0, epoch.size())
                    .mapToObj(i -> new Point(
                            epoch.get(i),
                            new Score(trainLoss.get(i), trainAccuracy.get(i)),
                            validationLoss.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new Score(validationLoss.get(i), validationAccuracy.get(i))),
                            new Score(testLoss.get(i), testAccuracy.get(i)),
                            learningRate.get(i),
                            seconds.get(i)))
                    .toList();
        }

        private static <S, T> List<T> column(List<S> rows, Function<S, T> value) {
            return rows.stream().map(value).toList();
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
                result.multiplications(),
                Columns.of(result.curve().points()),
                result.curve().endsAt(),
                result.readings(),
                result.outputs(),
                result.scores(),
                result.own());
    }

    TrialResult result() {
        return new TrialResult(
                new TrialId(arm, split, repeat),
                status,
                new LearningCurve(curve.points(), endsAt),
                trainExamples,
                testExamples,
                parameters,
                multiplications,
                readings,
                outputs,
                scores,
                own);
    }
}
