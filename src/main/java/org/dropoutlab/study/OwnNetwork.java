package org.dropoutlab.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.dl4j.brought.Brought;
import org.dropoutlab.dl4j.brought.BroughtFile;
import org.dropoutlab.dl4j.brought.Start;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.network.NetworkSpec;

/**
 * A user's own network, from a file.
 *
 * @param network the network, with its start
 * @param weights file with the weights that every arm starts from; empty if all start from seeds
 * @param decisions what the file is and how the arms start, one sentence each
 * @param warnings what in this could make the result wrong
 */
public record OwnNetwork(
        NetworkSpec network, Optional<Path> weights, List<String> decisions, List<DataWarning> warnings) {
    public OwnNetwork {
        decisions = List.copyOf(decisions);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a network.
     *
     * @throws InputException if the file is none that can be read; the message is one line
     */
    public static OwnNetwork read(Path file, Start start) {
        if (!Files.exists(file)) {
            throw new InputException(file + " does not exist; check the path");
        }
        try {
            Brought brought = BroughtFile.read(file);
            return of(
                    brought.starting(start),
                    file,
                    brought.decisions(start, file.getFileName().toString()));
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The network of a recorded run whose file is gone.
     *
     * @param copy the run's copy of the file, if it has weights
     */
    public static OwnNetwork recorded(NetworkSpec network, Path copy) {
        return of(network, copy, List.of());
    }

    private static OwnNetwork of(NetworkSpec network, Path file, List<String> decisions) {
        boolean trained = network instanceof NetworkSpec.Trained;
        return new OwnNetwork(
                network,
                trained ? Optional.of(file) : Optional.empty(),
                decisions,
                trained
                        ? List.of(new DataWarning(
                                DataWarning.Kind.TRAINED_WEIGHTS, List.of(), Brought.LEAK, Brought.REMEDY))
                        : List.of());
    }
}
