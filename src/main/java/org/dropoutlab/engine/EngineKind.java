package org.dropoutlab.engine;

import java.util.Locale;
import org.dropoutlab.training.TrialRunner;

/** The ways of running trials that a user can choose from. */
public enum EngineKind {
    /** Side by side in threads of this process. */
    LOCAL;

    /**
     * An engine of this kind.
     *
     * @param runner knows how a trial is trained
     * @param workers trials at a time, at least 1
     */
    public Engine with(TrialRunner runner, int workers) {
        return switch (this) {
            case LOCAL -> new LocalEngine(runner, workers);
        };
    }

    /** As it is typed and recorded. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
