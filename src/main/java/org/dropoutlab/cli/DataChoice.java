package org.dropoutlab.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataMode;
import org.dropoutlab.data.published.DataSource;
import org.dropoutlab.experiment.InputException;

/**
 * The value of {@code --data}: the substitutes allowed for a data set, the name of a data set, or both.
 *
 * @param mode auto by default
 * @param dataset empty if none was given
 */
record DataChoice(DataMode mode, Optional<String> dataset) {
    /** Without {@code --data}. */
    static final DataChoice NONE = new DataChoice(DataMode.AUTO, Optional.empty());

    /**
     * Parses the value.
     *
     * @throws InputException if a word is neither a mode nor a data set, or if there are two modes or two data sets
     */
    static DataChoice of(List<String> words) {
        Optional<DataMode> mode = Optional.empty();
        Optional<String> dataset = Optional.empty();
        for (String word : words.isEmpty() ? List.of("") : words) {
            Optional<DataMode> asMode = Stream.of(DataMode.values())
                    .filter(each -> word(each).equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst();
            if (asMode.isPresent()) {
                requireFirst(mode.map(DataChoice::word), word);
                mode = asMode;
            } else {
                requireKnown(word);
                requireFirst(dataset, word);
                dataset = Optional.of(word);
            }
        }
        return new DataChoice(mode.orElse(NONE.mode()), dataset);
    }

    private static void requireFirst(Optional<String> before, String word) {
        before.ifPresent(other -> {
            throw new InputException(
                    "--data takes one data set and one of %s, not both %s and %s".formatted(modes(), other, word));
        });
    }

    private static void requireKnown(String word) {
        List<String> known =
                DataLibrary.sources().stream().map(DataSource::name).toList();
        if (!known.contains(word)) {
            throw new InputException(
                    "--data takes %s or a data set (%s), not '%s'".formatted(modes(), String.join(", ", known), word));
        }
    }

    private static String modes() {
        return Stream.of(DataMode.values()).map(DataChoice::word).collect(Collectors.joining(", "));
    }

    private static String word(DataMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
