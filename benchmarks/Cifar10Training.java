import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataMode;
import org.dropoutlab.data.published.Downloader;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.run.ThreadEngine;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.training.Checkpoints;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;

/**
 * How fast the arms plain and dropout of the CIFAR-10 study train side by side, a native thread each, the way
 * {@code lab run} trains them: batches made ahead, every epoch evaluated, checkpoints written. Prints images per second
 * of training and the share of the time that went into anything else; the first epoch is not counted.
 *
 * <p>Arguments: training images per epoch (a multiple of 64 and at least 1,000), epochs, test images.
 */
public final class Cifar10Training {
    private Cifar10Training() {}

    /** Wall time of one trial's epochs, in seconds. */
    private static final class Clock extends BaseTrainingListener {
        private final List<Double> training = new ArrayList<>();
        private final List<Double> whole = new ArrayList<>();
        private long start;

        @Override
        public void onEpochStart(Model model) {
            long now = System.nanoTime();
            if (start != 0) {
                whole.add((now - start) / 1e9);
            }
            start = now;
        }

        @Override
        public void onEpochEnd(Model model) {
            training.add((System.nanoTime() - start) / 1e9);
        }
    }

    public static void main(String[] args) {
        int images = Integer.parseInt(args[0]);
        int epochs = Integer.parseInt(args[1]);
        int tests = Integer.parseInt(args[2]);
        double validationShare = 0.05;
        int all = (int) Math.round(images / (1 - validationShare));
        DataLibrary library =
                new DataLibrary(DataLibrary.directory(Optional.empty()), new Downloader(Duration.ofSeconds(20)));
        LoadedData data = library.load(DataLibrary.source("cifar10"), DataMode.AUTO, System.out::println);
        Study study = Catalogue.named("cifar10")
                .at(Scale.FULL)
                .withArms(List.of("plain", "dropout"))
                .withTraining(new TrainingPlan(epochs, 64))
                .withResampling(new HeldOutTest(1, OptionalInt.of(all), OptionalInt.of(tests), validationShare));
        Map<String, Clock> clocks = new ConcurrentHashMap<>();
        TrialObserver watch = new TrialObserver() {
            @Override
            public void starts(TrialId trial, MultiLayerNetwork network) {
                Clock clock = new Clock();
                clocks.put(trial.arm(), clock);
                network.addListeners(clock);
            }
        };
        Checkpoints checkpoints = new Checkpoints(
                Path.of(System.getProperty("java.io.tmpdir"), "cifar10-training-" + ProcessHandle.current().pid()),
                Duration.ofSeconds(5));
        TrialRunner runner = new TrialRunner(data.examples(), checkpoints, watch);
        new ThreadEngine(runner, 2).run(study.trials(), result -> checkpoints.discard(result.id()));
        double sum = 0;
        for (Map.Entry<String, Clock> entry : clocks.entrySet()) {
            Clock clock = entry.getValue();
            double training = sum(clock.training.subList(1, epochs));
            double rate = images * (epochs - 1) / training;
            sum += rate;
            // The last epoch's evaluation has no next epoch after it that would end its time.
            double beside = 1 - sum(clock.training.subList(1, epochs - 1)) / sum(clock.whole.subList(1, epochs - 1));
            System.out.printf("  %s: %.0f images/s; evaluation and all else %.1f%% of the time%n",
                    entry.getKey(), rate, 100 * beside);
        }
        System.out.printf("dropout-lab: %.0f images/s in all%n", sum);
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
