package org.dropoutlab.run;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.training.TrialRunner;

/**
 * A trial of a second or so, on made-up data, for telling whether two machines give the same bytes.
 *
 * @param name what it trains, in a word
 * @param examples its data
 * @param trial the trial
 */
public record SampleTrial(String name, Examples examples, Trial trial) {
    private static final int ROWS = 120;
    private static final int COLUMNS = 60;
    private static final int PICTURES = 96;
    private static final int TEST_PICTURES = 32;
    private static final Images.Shape SHAPE = new Images.Shape(3, 32, 32);

    /** One for each implementation of training steps that multiplies matrices in its own way: dense and convolutional. */
    public static List<SampleTrial> all() {
        return List.of(
                of(
                        "dense",
                        table(),
                        new NetworkSpec.SonarMlp(),
                        new Optimizer.Momentum(0.01, 0.8),
                        new TrainingPlan(10, 16),
                        Resampling.of(2, 1)),
                of(
                        "convolutional",
                        images(),
                        new NetworkSpec.Cifar10Cnn(),
                        new Optimizer.Adam(1e-3),
                        new TrainingPlan(2, 32),
                        new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), 0)));
    }

    private static SampleTrial of(
            String name,
            Examples examples,
            NetworkSpec network,
            Optimizer optimizer,
            TrainingPlan training,
            Resampling resampling) {
        Study study = Study.of(
                "sample",
                "A trial of " + name + " layers",
                "Are the bytes the same?",
                name,
                network,
                List.of(new Arm("dropout", List.of(Dropout.hidden(0.2)), optimizer, List.of())),
                List.of(),
                training,
                resampling);
        return new SampleTrial(name, examples, study.trials().get(0));
    }

    private static Table table() {
        Random random = new Random(1);
        double[][] rows = new double[ROWS][COLUMNS];
        int[] labels = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            labels[row] = row % 2;
            for (int column = 0; column < COLUMNS; column++) {
                rows[row][column] = random.nextDouble() + (column == row % COLUMNS ? labels[row] : 0);
            }
        }
        return new Table(rows, labels, List.of("a", "b"));
    }

    private static Images images() {
        Random random = new Random(2);
        byte[][] pixels = new byte[PICTURES + TEST_PICTURES][SHAPE.size()];
        int[] labels = new int[pixels.length];
        List<String> classes = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        for (int picture = 0; picture < pixels.length; picture++) {
            labels[picture] = picture % classes.size();
            random.nextBytes(pixels[picture]);
        }
        return new Images(pixels, labels, classes, SHAPE, PICTURES);
    }

    /** Trains it in the calling thread. */
    public TrialResult run() {
        Backend.start();
        Backend.startThread();
        return new TrialRunner(examples).run(trial);
    }
}
