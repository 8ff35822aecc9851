package org.dropoutlab.dl4j.brought;

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
    public Brought {
        notes = List.copyOf(notes);
    }
}
