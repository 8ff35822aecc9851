package org.dropoutlab.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionNamesTest {
    private final SessionNames names = new SessionNames();

    @Test
    void namesThatHarmNothingStayAsTheyAre() {
        assertThat(names.claim("hidden-slow, split 3 (repeat 0)")).isEqualTo("hidden-slow, split 3 (repeat 0)");
    }

    @Test
    void whatWouldBreakThePageIsReplaced() {
        assertThat(names.claim("a/b?c#d%e'f\"g<h>i&j\\k")).isEqualTo("a-b-c-d-e-f-g-h-i-j-k");
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(names.claim("plain")).isEqualTo("plain");
        assertThat(names.claim("plain (2)")).isEqualTo("plain (2)");
        assertThat(names.claim("plain")).isEqualTo("plain (3)");
    }
}
