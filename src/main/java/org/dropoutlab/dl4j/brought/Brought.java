package org.dropoutlab.dl4j.brought;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.network.NetworkSpec;

/**
 * A network that a user brought as a file.
 *
 * @param kind what the file is, in words, such as "a Keras file"
 * @param network its configuration as it stands in the file
 * @param trained the same with its weights; empty if the file has none
 * @param notes what was changed or could not be read, one sentence each
 */
public record Brought(
        String kind, NetworkSpec.Configured network, Optional<NetworkSpec.Trained> trained, List<String> notes) {
    /** The warning of a start from trained weights. */
    public static final String LEAK =
            "every arm starts from trained weights: if they were trained on any of these data, every arm has already seen its test"
                    + " examples, so that scores are too good and differences too small";

    /** What settles it. */
    public static final String REMEDY =
            "compare with --start anew, or on data that the training of these weights did not see";

    public Brought {
        notes = List.copyOf(notes);
    }

    /**
     * The network with a start.
     *
     * @throws IllegalArgumentException if it is to go on from weights and has none
     */
    public NetworkSpec starting(Start start) {
        return start == Start.ANEW
                ? network
                : trained.orElseThrow(() -> new IllegalArgumentException(
                        "%s has no weights to start from: leave out --start trained".formatted(kind)));
    }

    /**
     * What was found in the file and how the arms start, one sentence each.
     *
     * @param file name of the file
     */
    public List<String> decisions(Start start, String file) {
        List<String> decisions = new ArrayList<>();
        decisions.add("%s: %s".formatted(file, kind));
        notes.forEach(note -> decisions.add("%s: %s".formatted(file, note)));
        trained.ifPresent(weights -> decisions.addAll(
                start == Start.ANEW
                        ? List.of(
                                "%s: every arm starts anew from seeds; the file's weights are not used".formatted(file))
                        : List.of(
                                "%s: every arm starts from the file's weights (sha256:%s); layers that an arm adds, and the optimizer's state, start anew"
                                        .formatted(file, weights.sha256()),
                                "%s: the weights expect inputs as in their own training; here a table's are standardized on each training fold, and pixels are standardized or from 0 to 1"
                                        .formatted(file))));
        return decisions;
    }
}
