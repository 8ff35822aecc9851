package org.dropoutlab.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.model.ModelCard;
import org.dropoutlab.model.Models;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.study.ArmText;

/** Studies on tables of somebody's own, and models that their trials keep. */
public final class TableTrials {
    private TableTrials() {}

    /** A table with a number, a number that is sometimes missing, a category, and a label of so many classes; of 1, a number. */
    public static TableFile table(Path directory, int classes) {
        Random random = new Random(classes);
        List<String> lines = new ArrayList<>(List.of("length,mass,kind,answer"));
        for (int i = 0; i < 90; i++) {
            double length = 100 + 20 * random.nextGaussian();
            double mass = random.nextGaussian();
            int kind = random.nextInt(3);
            double answer = length / 20 + mass + kind + random.nextGaussian() / 2;
            String label = classes == 1
                    ? "%.3f".formatted(500 + 40 * answer)
                    : "class " + (char) ('a' + Math.floorMod((int) Math.floor(answer), classes));
            lines.add("%.3f,%s,%s,%s"
                    .formatted(length, i % 10 == 7 ? "" : "%.4f".formatted(mass), "rst".charAt(kind), label));
        }
        try {
            Path file = directory.resolve("table-%d.csv".formatted(classes));
            Files.write(file, lines);
            return TableFile.read(file, "answer", TableOptions.defaults());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The named arms on a table, three folds with validation data. */
    public static Study study(TableFile table, String arms, int epochs) {
        Optimizer optimizer = new Optimizer.Momentum(0.05, 0.9);
        List<Arm> all = ArmText.arms(arms, optimizer);
        int inputs = table.schema().inputs();
        List<Integer> widths = List.of(12, 8);
        NetworkSpec network = table.table().isRegression()
                ? new NetworkSpec.TableRegression(inputs, widths)
                : new NetworkSpec.TableMlp(inputs, widths, table.schema().outputs());
        return Study.of(
                "compare",
                "A table",
                "Which?",
                table.loaded().info().name(),
                network,
                all,
                all.stream()
                        .skip(1)
                        .map(arm -> Contrast.of(arm.name(), all.get(0).name()))
                        .toList(),
                new TrainingPlan(epochs, 16),
                new CrossValidation(3, 1, OptionalInt.empty()).withValidation(0.2));
    }

    /**
     * A trial and what it has kept.
     *
     * @param file the model
     * @param trial with the network that it was to train
     * @param result of the trial
     */
    public record Kept(Path file, Trial trial, TrialResult result) {}

    /** Trains the first trial of an arm. */
    public static Kept keep(Path directory, TableFile table, String arm) {
        Trial trial = study(table, arm, 3).trials().get(0);
        Models models = models(directory, table);
        TrialResult result =
                new TrialRunner(table.table()).keeping(Optional.of(models)).run(trial);
        models.settle(List.of(trial.id().arm()), List.of(result));
        try (var files = Files.list(models.directory())) {
            return new Kept(files.findFirst().orElseThrow(), trial, result);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<List<String>> rows(TableFile table) {
        return TableFile.firstRows(table.path(), table.schema(), TableOptions.defaults());
    }

    public static Models models(Path directory, TableFile table) {
        return new Models(
                directory.resolve("models"),
                new ModelCard("compare", table.loaded().info(), Optional.of(table.schema()), rows(table)));
    }
}
