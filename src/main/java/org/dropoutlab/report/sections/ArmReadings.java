package org.dropoutlab.report.sections;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.report.words.Wording;

/**
 * The readings of a probe for the networks of an arm.
 *
 * @param run the run that contains the arm
 * @param arm name of the arm
 * @param all the readings, in the order of seeds; at least one
 */
record ArmReadings<R extends Reading>(RunResults run, String arm, List<R> all) {

    R first() {
        return all.get(0);
    }

    double mean(ToDoubleFunction<R> value) {
        return all.stream().mapToDouble(value).average().orElseThrow();
    }

    String mean(String format, ToDoubleFunction<R> value) {
        return String.format(Locale.ROOT, format, mean(value));
    }

    String mean(Metric metric) {
        return Wording.mean(run.summary().arm(arm), metric);
    }
}
