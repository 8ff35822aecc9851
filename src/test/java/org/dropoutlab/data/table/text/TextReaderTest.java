package org.dropoutlab.data.table.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is the same however many characters are asked for at a time. */
class TextReaderTest {
    private static final String TEXT = "😀 mood,größe→\nx🎉🎉,1\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void charactersOfTwoPlacesAreNotTheEndOfTheText(int atATime) throws IOException {
        StringBuilder read = new StringBuilder();
        try (TextReader reader = new TextReader(new ByteArrayInputStream(TEXT.getBytes(UTF_8)), Optional.empty())) {
            char[] some = new char[atATime];
            for (int count = reader.read(some, 0, atATime); count >= 0; count = reader.read(some, 0, atATime)) {
                read.append(some, 0, count);
            }
        }

        assertThat(read).hasToString(TEXT);
    }
}
