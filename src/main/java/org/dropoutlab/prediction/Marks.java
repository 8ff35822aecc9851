package org.dropoutlab.prediction;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of a row is outside of what training saw.
 *
 * @param outside its values that are; empty if the model does not know what training saw
 */
public record Marks(Optional<List<Outside>> outside) {
    private static final Marks UNKNOWN = new Marks(Optional.empty());

    public Marks {
        outside = outside.map(List::copyOf);
    }

    /** The marks of any row for a model that was saved before ranges were kept. */
    static Marks unknown() {
        return UNKNOWN;
    }

    /** In a cell: nothing if all is inside. */
    String text() {
        return outside.map(all -> all.stream().map(Outside::toString).collect(Collectors.joining("; ")))
                .orElse("unknown");
    }
}
