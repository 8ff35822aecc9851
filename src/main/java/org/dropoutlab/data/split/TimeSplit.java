package org.dropoutlab.data.split;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.ForwardChaining;

/**
 * Test periods that come after their training data. Without equal times and gap, they are those of scikit-learn's
 * {@code TimeSeriesSplit}: the last k times n / (k + 1) rows are the test periods. Where that would part rows of one time, a period
 * begins at the nearest change of time.
 */
final class TimeSplit {
    private TimeSplit() {}

    /**
     * The splits, which no seed changes.
     *
     * @throws InputException if there are too few times, or if all targets of a part are the same
     */
    static List<Fold> of(Examples examples, ForwardChaining resampling) {
        int[] order = times(examples).order();
        int[] starts = starts(examples, resampling);
        List<Fold> split = IntStream.range(0, resampling.folds())
                .mapToObj(fold -> new Fold(
                        examples(order, time -> time < starts[fold] - resampling.gap()),
                        new int[0],
                        examples(order, time -> time >= starts[fold] && time < starts[fold + 1])))
                .toList();
        if (examples.isRegression()) {
            for (Fold fold : split) {
                examples.requireVaryingTargets(fold.train(), "training examples of a test period");
                examples.requireVaryingTargets(fold.test(), "test examples of a period");
            }
        }
        return split;
    }

    /** What each test period is called: its first and last time. */
    static List<String> periods(Examples examples, ForwardChaining resampling) {
        List<String> moments = times(examples).moments();
        int[] starts = starts(examples, resampling);
        return IntStream.range(0, resampling.folds())
                .mapToObj(fold -> starts[fold] == starts[fold + 1] - 1
                        ? moments.get(starts[fold])
                        : moments.get(starts[fold]) + " to " + moments.get(starts[fold + 1] - 1))
                .toList();
    }

    private static int[] examples(int[] order, IntPredicate when) {
        return IntStream.range(0, order.length)
                .filter(example -> when.test(order[example]))
                .toArray();
    }

    /** The first time of each test period, and the number of times. */
    private static int[] starts(Examples examples, ForwardChaining resampling) {
        SplitKeys.Times times = times(examples);
        int folds = resampling.folds();
        int distinct = times.moments().size();
        if (distinct < folds + 1) {
            throw new InputException("column %s has %d different times; %d test periods need at least %d: %s"
                    .formatted(
                            resampling.column(),
                            distinct,
                            folds,
                            folds + 1,
                            distinct < 3 ? "there must be 3" : "use --folds " + (distinct - 1)));
        }
        long[] before = rowsBefore(times);
        int testSize = times.order().length / (folds + 1);
        int[] starts = new int[folds + 1];
        starts[folds] = distinct;
        for (int fold = 0; fold < folds; fold++) {
            long wanted = times.order().length - (long) (folds - fold) * testSize;
            starts[fold] = nearest(before, wanted, fold == 0 ? 1 : starts[fold - 1] + 1, distinct - (folds - fold));
        }
        if (starts[0] - resampling.gap() < 1) {
            throw new InputException(
                    "the first of %d test periods has %s before it, and a gap of %d leaves none to train on; use a smaller gap or fewer folds"
                            .formatted(folds, times(starts[0]), resampling.gap()));
        }
        return starts;
    }

    private static String times(int count) {
        return count == 1 ? "1 time" : count + " different times";
    }

    /** The place from {@code from} to {@code to} whose number is nearest to {@code wanted}, the first in a tie. */
    private static int nearest(long[] numbers, long wanted, int from, int to) {
        int best = from;
        for (int place = from + 1; place <= to; place++) {
            if (Math.abs(numbers[place] - wanted) < Math.abs(numbers[best] - wanted)) {
                best = place;
            }
        }
        return best;
    }

    /** For each distinct time, and after the last, the number of rows before it. */
    private static long[] rowsBefore(SplitKeys.Times times) {
        long[] before = new long[times.moments().size() + 1];
        Arrays.stream(times.order()).forEach(time -> before[time + 1]++);
        for (int time = 1; time < before.length; time++) {
            before[time] += before[time - 1];
        }
        return before;
    }

    /**
     * The same split with the latest of its training examples as validation examples, after the same gap.
     *
     * @param share of the training examples, as close as equal times allow
     * @throws InputException if there are too few times; for regression, if all targets of a part would be the same
     */
    static Fold heldBack(Examples examples, ForwardChaining resampling, Fold fold, double share) {
        int[] order = times(examples).order();
        int[] distinct = Arrays.stream(fold.train())
                .map(example -> order[example])
                .sorted()
                .distinct()
                .toArray();
        int gap = resampling.gap();
        if (distinct.length < gap + 2) {
            throw new InputException(
                    "a test period has %s to train on, too few to hold out validation data%s; use fewer folds or --validation 0"
                            .formatted(times(distinct.length), gap == 0 ? "" : " after a gap of " + gap));
        }
        long[] before = new long[distinct.length + 1];
        for (int example : fold.train()) {
            before[Arrays.binarySearch(distinct, order[example]) + 1]++;
        }
        Arrays.parallelPrefix(before, Long::sum);
        long wanted = Math.round((1 - share) * fold.train().length);
        int start = nearest(before, wanted, gap + 1, distinct.length - 1);
        int first = distinct[start];
        int last = distinct[start - gap - 1];
        Fold held = new Fold(
                Arrays.stream(fold.train())
                        .filter(example -> order[example] <= last)
                        .toArray(),
                Arrays.stream(fold.train())
                        .filter(example -> order[example] >= first)
                        .toArray(),
                fold.test());
        ValidationShare.requireVarying(examples, held, share);
        return held;
    }

    private static SplitKeys.Times times(Examples examples) {
        return examples.keys().times().orElseThrow(() -> new InputException("the data have no times to split by"));
    }
}
