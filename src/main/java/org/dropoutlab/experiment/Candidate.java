package org.dropoutlab.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of the treatments that an arm with a {@link Search} chooses among.
 *
 * @param arm the treatment with these levels, under a name that is unique in the search
 * @param levels the numbers that differ between candidates, by name, such as {@code rate}
 */
public record Candidate(Arm arm, Map<String, Double> levels) {
    public Candidate {
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
        if (arm.variation().search().isPresent() || arm.variation().trainSize().isPresent()) {
            throw new IllegalArgumentException(
                    "a candidate has neither a search nor training examples of its own: " + arm.name());
        }
    }
}
