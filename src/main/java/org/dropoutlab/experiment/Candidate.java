package org.dropoutlab.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that an arm with a {@link Search} may become.
 *
 * @param arm the treatment with its levels in it; its name tells it from the other candidates
 * @param levels the numbers in which candidates differ, by what they are called, such as {@code rate}
 */
public record Candidate(Arm arm, Map<String, Double> levels) {
    public Candidate {
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
        if (arm.variation().search().isPresent() || arm.variation().trainSize().isPresent()) {
            throw new IllegalArgumentException(
                    "a candidate has the training examples of its arm and levels of its own: " + arm.name());
        }
    }
}
