package org.dropoutlab.run;

import java.nio.file.Path;
import java.util.List;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;

/** Runs the sonar study for integration tests: on the real data where they are, else on the stand-in. */
final class SonarStudies {
    private SonarStudies() {}

    static LoadedData data() {
        return StudyRuns.data("sonar");
    }

    static Study study(int folds, int epochs, List<String> arms) {
        Study study = Catalogue.named("sonar").at(Scale.DEFAULT).withArms(arms);
        return study.withResampling(Resampling.of(folds, 1))
                .withTraining(study.training().withEpochs(epochs));
    }

    static StudySummary run(Study study, LoadedData data, int workers, Path directory) {
        return run(study, data, EngineKind.THREADS, workers, directory);
    }

    static StudySummary run(Study study, LoadedData data, EngineKind engine, int workers, Path directory) {
        return StudyRuns.run(study, data, engine, workers, directory).summary();
    }
}
