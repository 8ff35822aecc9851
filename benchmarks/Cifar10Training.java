import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataMode;
import org.dropoutlab.data.published.Downloader;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.run.ThreadEngine;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.training.Checkpoints;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;

/**
 * How fast the arms plain and dropout of the CIFAR-10 study train side by side, a native thread each, the way
 * {@code lab run} trains them: every epoch evaluated, checkpoints written. Prints training images per second of everything;
 * the first epoch is not counted.
 *
 * <p>Arguments: training images per epoch (a multiple of 64 and at least 1,000), epochs, test images.
 */
public final class Cifar10Training {
    private Cifar10Training() {}

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
        Map<String, List<Long>> ends = new ConcurrentHashMap<>();
        TrialObserver watch = new TrialObserver() {
            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {
                ends.computeIfAbsent(trial.arm(), arm -> new ArrayList<>()).add(System.nanoTime());
            }
        };
        Checkpoints checkpoints = new Checkpoints(
                Path.of(System.getProperty("java.io.tmpdir"), "cifar10-training-" + ProcessHandle.current().pid()),
                Duration.ofSeconds(5));
        TrialRunner runner = new TrialRunner(data.examples(), checkpoints, watch);
        new ThreadEngine(runner, 2).run(study.trials(), results -> results.forEach(result -> checkpoints.discard(result.id())));
        double sum = 0;
        for (Map.Entry<String, List<Long>> arm : ends.entrySet()) {
            double seconds = (arm.getValue().get(epochs - 1) - arm.getValue().get(0)) / 1e9;
            double rate = images * (epochs - 1) / seconds;
            sum += rate;
            System.out.printf("  %s: %.0f images/s%n", arm.getKey(), rate);
        }
        System.out.printf("dropout-lab: %.0f images/s in all%n", sum);
    }
}
