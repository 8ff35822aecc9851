package org.dropoutlab.report.sections;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.report.figures.Figure;

/**
 * A section of a report.
 *
 * @param heading title above the section
 * @param parts from top to bottom
 */
public record Section(String heading, List<Part> parts) {
    public Section {
        parts = List.copyOf(parts);
    }

    /** A section of these parts. */
    public Section(String heading, Part... parts) {
        this(heading, List.of(parts));
    }

    /** All figures, from top to bottom. */
    public List<Figure> figures() {
        return parts.stream().flatMap(part -> part.figures().stream()).toList();
    }

    /** The first unfolded table, if any. */
    public Optional<Part.Table> table() {
        return parts.stream()
                .filter(Part.Table.class::isInstance)
                .map(Part.Table.class::cast)
                .findFirst();
    }
}
