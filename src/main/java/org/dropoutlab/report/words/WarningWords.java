package org.dropoutlab.report.words;

import org.dropoutlab.experiment.DataWarning;

/** Warnings about the data in sentences. */
public final class WarningWords {
    private WarningWords() {}

    /** What was found and what settles it, as one or two sentences. */
    public static String of(DataWarning warning) {
        return warning.remedy().isEmpty()
                ? sentence(warning.message())
                : sentence(warning.message()) + " " + sentence(warning.remedy());
    }

    /** The same for a terminal, with marks that say how grave it is. */
    public static String line(DataWarning warning) {
        return (warning.isGrave() ? "!! " : "! ") + of(warning);
    }

    /** Words as a sentence. */
    public static String sentence(String words) {
        return words.endsWith(".") ? Wording.capital(words) : Wording.capital(words) + ".";
    }
}
