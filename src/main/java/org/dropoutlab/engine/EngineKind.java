package org.dropoutlab.engine;

import java.util.Locale;
import org.dropoutlab.data.Table;

/** The ways of running trials that a user can choose from. */
public enum EngineKind {
    /** Side by side in threads of this process. */
    LOCAL;

    /**
     * An engine of this kind.
     *
     * @param table the data set of the trials
     * @param workers trials at a time, at least 1
     */
    public Engine over(Table table, int workers) {
        return switch (this) {
            case LOCAL -> new LocalEngine(table, workers);
        };
    }

    /** As it is typed and recorded. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
