package org.dropoutlab.spark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;

/** Trials and results that were not trained. */
final class Trials {
    private Trials() {}

    /** Trials of the sonar study: arms {@code plain-slow} and {@code hidden-slow}, five folds, {@code repeats} times. */
    static List<Trial> sonar(int repeats) {
        Study study = Catalogue.named("sonar").at(Scale.DEFAULT).withArms(List.of("plain-slow", "hidden-slow"));
        return study.withResampling(Resampling.of(5, repeats)).trials();
    }

    /** A reply whose network has an accuracy after its only epoch, and took some seconds. */
    static Reply.Finished reply(TrialId id, double accuracy, double seconds) {
        Score score = new Score(1 - accuracy, accuracy);
        LearningCurve curve =
                new LearningCurve(List.of(new LearningCurve.Point(1, score, Optional.of(score), score, 0.1, seconds)));
        TrialResult result = new TrialResult(
                id,
                TrialResult.Status.COMPLETED,
                curve,
                80,
                20,
                100,
                100,
                List.of(),
                Optional.empty(),
                Optional.empty());
        return new Reply.Finished(
                result, Optional.empty(), Map.of(), seconds, new Reply.Site("7", "there", "a processor"));
    }
}
