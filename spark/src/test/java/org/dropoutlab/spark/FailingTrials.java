package org.dropoutlab.spark;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataMode;
import org.dropoutlab.data.published.Downloader;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.run.ClusterEngineProvider;
import org.dropoutlab.run.Engine;
import org.dropoutlab.run.EngineChoice;
import org.dropoutlab.run.ThreadEngine;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.training.TrialRunner;

/** Prints what a trial says that fails, and what one says that the user's input makes fail, each in a thread and on a cluster. */
final class FailingTrials {
    private FailingTrials() {}

    /** Takes the cluster's address. */
    public static void main(String... arguments) {
        LoadedData data = new DataLibrary(
                        DataLibrary.directory(Optional.empty()), new Downloader(Duration.ofSeconds(1)))
                .load(DataLibrary.source("sonar"), DataMode.SYNTHETIC, line -> {});
        TrialRunner runner = new TrialRunner(data.examples());
        Study study = Catalogue.named("sonar").at(Scale.QUICK);
        Trial good = study.trials().get(0);
        Trial noNetwork = new Trial(
                good.id(),
                good.arm(),
                good.dataset(),
                new NetworkSpec.Configured("{}"),
                good.training(),
                good.resampling(),
                good.probes(),
                good.seeds());
        Trial tooManyFolds =
                study.withResampling(Resampling.of(150, 1)).trials().get(0);
        try (Engine threads = new ThreadEngine(runner, 1);
                Engine cluster =
                        ClusterEngineProvider.get().start(EngineChoice.spark(arguments[0]), runner, 1, news -> {})) {
            for (Trial bad : List.of(noNetwork, tooManyFolds)) {
                for (Engine engine : List.of(threads, cluster)) {
                    try {
                        engine.run(List.of(bad), results -> {});
                    } catch (RuntimeException e) {
                        System.out.println(e);
                    }
                }
            }
        }
    }
}
