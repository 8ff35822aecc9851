package org.dropoutlab.report.sections;

import java.util.List;
import java.util.function.Function;
import org.dropoutlab.measurement.Reading;

/**
 * A topic on the readings of one kind of probe, if the run has any.
 *
 * @param kind kind of reading
 * @param shown sections for the arms with readings of this kind, in the study's order
 */
record Probed<R extends Reading>(Class<R> kind, Function<List<ArmReadings<R>>, List<Section>> shown) implements Topic {

    @Override
    public List<Section> sections(RunResults run) {
        List<ArmReadings<R>> arms = run.manifest().study().armNames().stream()
                .map(arm -> new ArmReadings<>(
                        run,
                        arm,
                        run.trials(arm)
                                .flatMap(trial -> trial.reading(kind).stream())
                                .toList()))
                .filter(arm -> !arm.all().isEmpty())
                .toList();
        return arms.isEmpty() ? List.of() : shown.apply(arms);
    }
}
