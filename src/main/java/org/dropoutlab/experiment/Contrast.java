package org.dropoutlab.experiment;

import java.util.List;
import java.util.Objects;

/**
 * A planned comparison of two arms.
 *
 * @param arm name of the treated arm
 * @param baseline name of the arm it is compared with
 * @param caveat a warning about the comparison, as a sentence; may be empty
 */
public record Contrast(String arm, String baseline, String caveat) {
    public Contrast {
        Objects.requireNonNull(arm);
        Objects.requireNonNull(baseline);
        Objects.requireNonNull(caveat);
        if (arm.equals(baseline)) {
            throw new IllegalArgumentException("an arm cannot be compared with itself: " + arm);
        }
    }

    /** Comparisons of every other arm with the first. */
    public static List<Contrast> withFirst(List<Arm> arms) {
        return arms.stream()
                .skip(1)
                .map(arm -> of(arm.name(), arms.get(0).name()))
                .toList();
    }

    /** A comparison without a caveat. */
    public static Contrast of(String arm, String baseline) {
        return new Contrast(arm, baseline, "");
    }
}
