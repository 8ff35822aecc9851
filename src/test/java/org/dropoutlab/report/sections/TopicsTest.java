package org.dropoutlab.report.sections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.SearchReading;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final List<Class<?>> SHOWN = Stream.of(Topics.RESULT, Topics.DETAILS, Topics.EVIDENCE)
            .flatMap(List::stream)
            .filter(Probed.class::isInstance)
            .<Class<?>>map(topic -> ((Probed<?>) topic).kind())
            .toList();

    /** What a search tried is no answer to a probe: its section comes from the summary, which chooses among all trials. */
    @Test
    void everyKindOfReadingHasItsSectionsButThatOfASearch() {
        assertThat(SHOWN)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Stream.of(Reading.class.getPermittedSubclasses())
                        .filter(kind -> kind != SearchReading.class)
                        .toList());
    }

    @Test
    void everyProbeIsAnsweredByAKindOfReadingThatIsShown() {
        List<Probe> probes = Stream.concat(Stream.of(new Probe.Inside()), Stream.of(Results.probes()))
                .toList();

        assertThat(probes)
                .as("one of each kind")
                .<Class<?>>extracting(Object::getClass)
                .containsExactlyInAnyOrder(Probe.class.getPermittedSubclasses());
        assertThat(probes).<Class<?>>extracting(Probe::reading).containsExactlyInAnyOrderElementsOf(SHOWN);
    }
}
