package org.dropoutlab.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/**
 * The saved models of a run: for each arm the network with the best validation result; without validation data, the first
 * one. During the run, all trials save their networks to a subdirectory, and inferior ones are deleted as results arrive. A
 * trial's network is saved before its result is in the journal, so a killed run loses none.
 *
 * @param directory created with the first network
 * @param card metadata common to all models
 * @param notes by arm, what is unusual about its models; filled while networks are written
 */
public record Models(Path directory, ModelCard card, Map<String, String> notes) {
    private static final Comparator<TrialResult> BEST_FIRST =
            Comparator.comparingDouble(Models::validationLoss).thenComparing(TrialResult::id, TrialId.BY_PAIR);

    /** No models yet. */
    public Models(Path directory, ModelCard card) {
        this(directory, card, new ConcurrentSkipListMap<>());
    }

    private static double validationLoss(TrialResult result) {
        return result.curve().end().validation().map(Score::loss).orElse(0.0);
    }

    /** Writes the network of a trial, atomically. */
    public void write(ModelDescription description, Network network) {
        Path file = ofTrial(description.trial());
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            if (!ModelFile.write(temporary, description, network)) {
                notes.put(
                        description.trial().arm(),
                        "has classes of your program: ModelSerializer reads it there, but lab predict does not");
            }
            move(temporary, file);
        } catch (ModelFile.NotWritable e) {
            notes.put(
                    description.trial().arm(),
                    "is not saved, because its configuration cannot be written as JSON: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    /**
     * Whether an arm's model would be this trial's rather than the other's, so that the other's need not be saved.
     *
     * @param trial a trial of the same arm
     * @param other another trial of it
     */
    public static boolean isPreferred(TrialResult trial, TrialResult other) {
        return trial.completed() && (!other.completed() || BEST_FIRST.compare(trial, other) < 0);
    }

    /** The file of a trial's network, for sending it; empty if the trial has saved none. */
    public Optional<byte[]> saved(TrialId trial) {
        try {
            return Files.exists(ofTrial(trial)) ? Optional.of(Files.readAllBytes(ofTrial(trial))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(ofTrial(trial) + ": cannot be read", e);
        }
    }

    /** Deletes a trial's network, if it has saved one. */
    public void discard(TrialId trial) {
        delete(ofTrial(trial));
    }

    /** Saves the file of a trial's network that was sent, atomically. */
    public void save(TrialId trial, byte[] network) {
        Path file = ofTrial(trial);
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            Files.write(temporary, network);
            move(temporary, file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    /**
     * Deletes the network that cannot become its arm's model any more: that of the new trial, or of the best one before it.
     *
     * @param best trial of each arm so far; is updated
     * @param arrived result of the new trial
     */
    public void discardInferior(Map<String, TrialResult> best, TrialResult arrived) {
        TrialResult before = best.get(arrived.id().arm());
        if (before != null && !isPreferred(arrived, before)) {
            discard(arrived.id());
            return;
        }
        best.put(arrived.id().arm(), arrived);
        if (before != null) {
            discard(before.id());
        }
    }

    /**
     * Keeps the best network of each arm as {@code ARM.zip} and deletes the others; call when no trial is running.
     * Idempotent.
     *
     * @param results of all trials
     * @return which models are not saved, are not for this project, or have no preparation for DataVec, and why, one sentence each
     */
    public List<String> settle(List<String> arms, List<TrialResult> results) {
        Map<String, List<String>> unprepared = new LinkedHashMap<>();
        for (String arm : arms) {
            best(arm, results).map(this::ofTrial).filter(Files::exists).ifPresent(file -> {
                try {
                    move(file, ofArm(arm));
                    ModelFile.prepare(ofArm(arm), card.rows()).ifPresent(why -> unprepared
                            .computeIfAbsent(why, any -> new ArrayList<>())
                            .add(arm));
                } catch (IOException e) {
                    throw new UncheckedIOException(ofArm(arm) + ": cannot be written", e);
                }
            });
        }
        try {
            FileUtils.deleteDirectory(underWay().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(underWay() + ": cannot be deleted", e);
        }
        Stream<String> unusual = arms.stream().filter(notes::containsKey).map(arm -> "the model of arm %s %s"
                .formatted(arm, notes.get(arm)));
        Stream<String> without = unprepared.entrySet().stream()
                .map(why -> "the saved model%s of %s %s no preparation for DataVec: %s"
                        .formatted(
                                why.getValue().size() == 1 ? "" : "s",
                                String.join(", ", why.getValue()),
                                why.getValue().size() == 1 ? "has" : "have",
                                why.getKey()));
        return Stream.concat(unusual, without).toList();
    }

    private static Optional<TrialId> best(String arm, List<TrialResult> results) {
        return results.stream()
                .filter(result -> result.id().arm().equals(arm) && result.completed())
                .min(BEST_FIRST)
                .map(TrialResult::id);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be deleted", e);
        }
    }

    private Path ofArm(String arm) {
        return directory.resolve(TrialId.fileNameOf(arm) + ".zip");
    }

    private Path underWay() {
        return directory.resolve("trials");
    }

    private Path ofTrial(TrialId trial) {
        return underWay().resolve(trial.fileName() + ".zip");
    }
}
