package org.dropoutlab.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypedCommandTest {
    private static final TypedCommand TYPED = new TypedCommand(
            List.of("./lab", "compare", "--csv", "my data.csv", "--label=the class", "--out", "o", "--no-progress"));

    /** Oracle: POSIX shell quoting; {@code CompareIT} lets a shell take such a line apart. */
    @Test
    void wordsWithSpacesAndQuotesAreQuoted() {
        assertThat(TYPED.quoted())
                .isEqualTo("./lab compare --csv 'my data.csv' '--label=the class' --out o --no-progress");
        assertThat(TypedCommand.quoted("it's")).isEqualTo("'it'\\''s'");
        assertThat(TypedCommand.quoted("")).isEqualTo("''");
        assertThat(TypedCommand.quoted("$HOME;*")).isEqualTo("'$HOME;*'");
    }

    @Test
    void optionsAreLeftOutWithTheirValuesInEitherForm() {
        assertThat(TYPED.without(Set.of("--out", "--label")).words())
                .containsExactly("./lab", "compare", "--csv", "my data.csv", "--no-progress");
        assertThat(TYPED.without("--no-progress").words()).hasSize(7);
    }

    @Test
    void valuesAreChangedInEitherForm() {
        assertThat(TYPED.withValues(Set.of("--csv", "--label"), value -> "/x/" + value)
                        .words())
                .containsExactly(
                        "./lab",
                        "compare",
                        "--csv",
                        "/x/my data.csv",
                        "--label=/x/the class",
                        "--out",
                        "o",
                        "--no-progress");
    }
}
