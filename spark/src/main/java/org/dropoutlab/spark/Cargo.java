package org.dropoutlab.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dropoutlab.data.Examples;
import org.dropoutlab.model.ModelCard;
import org.dropoutlab.model.Models;
import org.dropoutlab.training.TrialRunner;

/**
 * What an executor needs to run the trials of a run, beside the trials.
 *
 * @param examples the data set
 * @param card metadata of saved networks; empty if none are saved
 * @param start file with the weights that networks start from; empty if they start from seeds
 */
record Cargo(Examples examples, Optional<ModelCard> card, Optional<byte[]> start) {

    /** What {@code runner} needs. */
    static Cargo of(TrialRunner runner) {
        return new Cargo(
                runner.examples(),
                runner.models().map(Models::card),
                runner.start().map(weights -> bytes(weights.file())));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
