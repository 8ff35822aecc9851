package org.dropoutlab.experiment;

import java.util.List;
import java.util.Objects;

/**
 * A comparison that a study asks for.
 *
 * @param arm name of the treated arm
 * @param baseline name of the arm it is compared with
 * @param caveat what a reader must know before believing it, as a sentence; empty if there is nothing
 */
public record Contrast(String arm, String baseline, String caveat) {
    public Contrast {
        Objects.requireNonNull(arm);
        Objects.requireNonNull(baseline);
        Objects.requireNonNull(caveat);
        if (arm.equals(baseline)) {
            throw new IllegalArgumentException("an arm is not compared with itself: " + arm);
        }
    }

    /** Each of {@code arms} but the first compared with the first. */
    public static List<Contrast> withFirst(List<Arm> arms) {
        return arms.stream()
                .skip(1)
                .map(arm -> of(arm.name(), arms.get(0).name()))
                .toList();
    }

    /** A comparison without caveat. */
    public static Contrast of(String arm, String baseline) {
        return new Contrast(arm, baseline, "");
    }
}
