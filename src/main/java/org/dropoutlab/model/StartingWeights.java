package org.dropoutlab.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.brought.BroughtFile;
import org.dropoutlab.dl4j.brought.LayerWeights;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.network.NetworkSpec;

/** The file with the weights that the trials of a trained network start from, read once. Thread-safe. */
public final class StartingWeights {
    private final Path file;
    private LayerWeights read;

    /**
     * @param file with the content that the network names
     */
    public StartingWeights(Path file) {
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * The same weights in a copy of the file, which is made unless it exists.
     *
     * @param to where the copy is
     */
    public StartingWeights copy(Path to) {
        try {
            if (!Files.exists(to)) {
                Path temporary = to.resolveSibling("." + to.getFileName() + ".tmp");
                Files.createDirectories(to.toAbsolutePath().getParent());
                Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
                Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new InputException("%s: cannot be copied to %s".formatted(file, to), e);
        }
        return new StartingWeights(to);
    }

    /**
     * The weights of a trained network.
     *
     * @throws InputException if the file has other content than the network names
     */
    private synchronized LayerWeights of(NetworkSpec.Trained network) {
        if (read == null) {
            try {
                read = BroughtFile.weights(file, network);
            } catch (IllegalArgumentException e) {
                throw new InputException(file + ": " + e.getMessage(), e);
            }
        }
        return read;
    }

    /** What the weights of a trial's network start from; empty if it starts from a seed. */
    public static Optional<LayerWeights> of(Trial trial, Optional<StartingWeights> weights) {
        return trial.network() instanceof NetworkSpec.Trained trained
                ? Optional.of(weights.orElseThrow(
                                () -> new IllegalStateException("a trained network needs the file with its weights"))
                        .of(trained))
                : Architectures.of(trial.network()).startingWeights();
    }

    /**
     * Checks that the network of every arm can start from these weights; builds each once.
     *
     * @throws InputException if one cannot
     */
    public void check(Study study) {
        check(study, Optional.of(this));
    }

    /**
     * The same of a study whose network may bring its weights itself.
     *
     * @param file with the weights; empty for networks that do, or start from seeds
     * @throws InputException if the network of an arm cannot start from its weights
     */
    public static void check(Study study, Optional<StartingWeights> file) {
        Map<String, Trial> arms = new LinkedHashMap<>();
        study.trials().forEach(trial -> arms.putIfAbsent(trial.id().arm(), trial));
        arms.values().stream().flatMap(trial -> trial.trainings().stream()).forEach(training -> {
            Optional<LayerWeights> start = of(training, file);
            Network network = Architectures.of(training.network())
                    .configuration(
                            training.arm().regularizers(),
                            training.arm().optimizer(),
                            training.seeds().studySeed())
                    .network();
            try {
                start.ifPresent(weights -> weights.into(network));
            } catch (IllegalArgumentException e) {
                throw new InputException("arm %s: %s".formatted(training.arm().name(), e.getMessage()), e);
            } finally {
                network.params().close();
            }
        });
    }
}
