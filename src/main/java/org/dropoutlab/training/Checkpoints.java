package org.dropoutlab.training;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.record.Json;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Checkpoints of long trials, from which a killed trial resumes. A checkpoint is Deeplearning4j's model file (weights,
 * the updater's state, counts of iterations and epochs) with the learning curve, the model files of further networks in
 * a committee and, with early stopping, the weights of the best epoch. Data order and noise are not saved, because
 * every epoch has its own seeds.
 *
 * @param directory directory with one file per running trial; created on the first write
 * @param atLeast minimum training time between two checkpoints of a trial, which spares short trials any
 */
public record Checkpoints(Path directory, Duration atLeast) {
    private static final String CURVE = "learning-curve.json";
    private static final String BEST_WEIGHTS = "best-weights.bin";

    /**
     * A trial after its last finished epoch.
     *
     * @param networks networks with their weights, updaters and updaters' states
     * @param curve the epochs so far
     * @param bestWeights concatenated weights of the networks after the epoch that early stopping would restore,
     *     [1, parameter]; empty without one
     */
    record Checkpoint(List<Network> networks, LearningCurve curve, Optional<INDArray> bestWeights) {
        Checkpoint {
            networks = List.copyOf(networks);
            if (curve.endsAt().isPresent() != bestWeights.isPresent()) {
                throw new IllegalArgumentException("an epoch to restore needs its weights, and vice versa");
            }
        }
    }

    /** A trial's checkpoint; empty if there is none. */
    Optional<Checkpoint> find(TrialId trial) {
        Path file = file(trial);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<Network> networks = new ArrayList<>();
            networks.add(Network.restore(Files.readAllBytes(file)));
            try (FileSystem zip = FileSystems.newFileSystem(file)) {
                for (Path next = member(zip, 2); Files.exists(next); next = member(zip, networks.size() + 1)) {
                    networks.add(Network.restore(Files.readAllBytes(next)));
                }
                byte[] curve = Files.readAllBytes(zip.getPath(CURVE));
                return Optional.of(new Checkpoint(
                        networks,
                        Json.lines().readValue(curve, LearningCurve.class),
                        bestWeights(zip.getPath(BEST_WEIGHTS))));
            }
        } catch (IOException | RuntimeException e) {
            throw new InputException(file + ": not a readable checkpoint; delete it to restart its trial", e);
        }
    }

    private static Path member(FileSystem zip, int number) {
        return zip.getPath("network-%d.zip".formatted(number));
    }

    private static Optional<INDArray> bestWeights(Path entry) throws IOException {
        if (!Files.exists(entry)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(entry)) {
            return Optional.of(Nd4j.read(in));
        }
    }

    /** Replaces a trial's checkpoint atomically. */
    void write(TrialId trial, Checkpoint state) {
        Path file = file(trial);
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.createDirectories(directory);
            ModelSerializer.writeModel(state.networks().get(0).model(), temporary.toFile(), true);
            try (FileSystem zip = FileSystems.newFileSystem(temporary)) {
                for (int number = 2; number <= state.networks().size(); number++) {
                    try (OutputStream out = Files.newOutputStream(member(zip, number))) {
                        ModelSerializer.writeModel(
                                state.networks().get(number - 1).model(), out, true);
                    }
                }
                Files.write(zip.getPath(CURVE), Json.lines().writeValueAsBytes(state.curve()));
                if (state.bestWeights().isPresent()) {
                    try (DataOutputStream out =
                            new DataOutputStream(Files.newOutputStream(zip.getPath(BEST_WEIGHTS)))) {
                        Nd4j.write(state.bestWeights().get(), out);
                    }
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    /** The checkpoints of a trial's candidates, which are deleted with its own. */
    Checkpoints within(TrialId trial) {
        return new Checkpoints(tried(trial), atLeast);
    }

    private Path tried(TrialId trial) {
        return file(trial).resolveSibling(file(trial).getFileName() + ".tried");
    }

    /** Deletes the checkpoints of a trial whose result is recorded. */
    public void discard(TrialId trial) {
        try {
            Files.deleteIfExists(file(trial));
            FileUtils.deleteDirectory(tried(trial).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file(trial) + ": cannot be deleted", e);
        }
    }

    /** Deletes the directory with any leftovers of killed processes; only while no trial is running. */
    public void discardAll() {
        try {
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": cannot be deleted", e);
        }
    }

    private Path file(TrialId trial) {
        return directory.resolve(trial.fileName() + ".zip");
    }
}
