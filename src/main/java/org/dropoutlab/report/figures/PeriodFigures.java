package org.dropoutlab.report.figures;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dropoutlab.evaluation.ByPeriod;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.report.words.Wording;

/** Arms and their differences over the test periods of a split by time. */
public final class PeriodFigures {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 340;

    private PeriodFigures() {}

    /**
     * The values of each arm, and the differences from the baseline, period by period.
     *
     * @param all comparisons in one metric, at least one
     */
    public static List<Figure> of(Metric metric, List<ByPeriod> all) {
        String key = metric.key().replace('_', '-');
        List<Charts.Track> arms = new ArrayList<>();
        arms.add(track(all.get(0).baseline(), 0, all.get(0), period -> mark(metric, period.baseline(), List.of())));
        List<Charts.Track> differences = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ByPeriod own = all.get(i);
            arms.add(track(own.arm(), i + 1, own, period -> mark(metric, period.arm(), List.of())));
            differences.add(track(
                    own.arm() + " – " + own.baseline(),
                    i + 1,
                    own,
                    period -> mark(metric, period.difference(), period.differences())));
        }
        return List.of(
                new Figure(
                        "periods-" + key,
                        "%s in each test period: mean over seeds".formatted(metric.words()),
                        Charts.periods(
                                        Wording.capital(metric.words()) + " over time",
                                        Wording.axis(metric),
                                        arms,
                                        false)::draw,
                        WIDTH,
                        HEIGHT),
                new Figure(
                        "periods-difference-" + key,
                        "difference in %s in each test period: mean over seeds, bar from the lowest to the highest seed"
                                .formatted(metric.words()),
                        Charts.periods(
                                Wording.capital(metric.words()) + ": arm − baseline over time",
                                ("difference in " + metric.words() + ", " + Wording.differenceUnit(metric))
                                        .replaceAll(", $", ""),
                                differences,
                                true)::draw,
                        WIDTH,
                        HEIGHT));
    }

    private static Charts.Track track(
            String name, int color, ByPeriod by, Function<ByPeriod.Period, Optional<Charts.Mark>> mark) {
        List<Charts.Mark> marks = new ArrayList<>();
        for (int period = 0; period < by.periods().size(); period++) {
            int place = period + 1;
            mark.apply(by.periods().get(period))
                    .ifPresent(found -> marks.add(new Charts.Mark(place, found.y(), found.interval())));
        }
        return new Charts.Track(name, color, true, marks, List.of());
    }

    private static Optional<Charts.Mark> mark(Metric metric, Optional<Double> value, List<Double> seeds) {
        return value.map(mean -> Charts.Mark.of(
                0,
                Wording.plotted(metric, mean),
                seeds.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Wording.plotted(
                                metric, new Interval(Collections.min(seeds), Collections.max(seeds))))));
    }
}
