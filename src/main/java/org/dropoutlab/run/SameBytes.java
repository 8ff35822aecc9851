package org.dropoutlab.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ResultDifference;

/**
 * What to expect of "same bytes" on a cluster, from trials that ran in each executor and in this process.
 *
 * @param trials the trials
 * @param here their results in this process
 * @param kind the {@linkplain org.dropoutlab.record.Machine#kind kind} of this machine
 * @param executors those of the cluster
 */
public record SameBytes(
        List<SampleTrial> trials, List<TrialResult> here, String kind, List<ExaminedExecutor> executors) {
    private static final long MEGABYTE = 1L << 20;

    public SameBytes {
        trials = List.copyOf(trials);
        here = List.copyOf(here);
        executors = List.copyOf(executors);
    }

    /** An executor in one line: its place, memory, kind, and whether its bytes are those of this process. */
    public String row(ExaminedExecutor executor) {
        String place =
                "%s, %d %s".formatted(executor.host(), executor.cores(), executor.cores() == 1 ? "core" : "cores");
        if (!executor.problem().isEmpty()) {
            return place + "; " + executor.problem();
        }
        List<String> parts = new ArrayList<>(List.of(
                place,
                "%d MB of Java heap, %d MB native"
                        .formatted(executor.heapBytes() / MEGABYTE, executor.nativeBytes() / MEGABYTE),
                executor.processor()));
        for (int i = 0; i < trials.size(); i++) {
            int trial = i;
            difference(executor, i)
                    .ifPresent(found -> parts.add(words(trials.get(trial).name(), found)));
        }
        return String.join("; ", parts) + (isSame(executor) ? "; same bytes as here" : "");
    }

    private static String words(String trial, ResultDifference found) {
        return String.format(
                Locale.ROOT,
                "%s trial: %d of %d values differ, first %s: %s, here %s (largest relative difference %.1e)",
                trial,
                found.differing(),
                found.values(),
                found.first(),
                found.there(),
                found.here(),
                found.largest());
    }

    /** A sentence of what to expect. */
    public String expectation() {
        List<ExaminedExecutor> answered = answered();
        if (answered.isEmpty()) {
            return "No executor ran the trials.";
        }
        Set<String> unequal = unequalKinds();
        if (!unequal.isEmpty()) {
            return "Machines of the same kind gave different bytes (%s): a run on this cluster need not be repeatable. Compare their Java and system libraries, and their memory."
                    .formatted(String.join("; ", unequal));
        }
        Set<String> kinds = new LinkedHashSet<>();
        answered.forEach(executor -> kinds.add(executor.processor()));
        boolean sameAsHere = answered.stream().allMatch(this::isSame);
        if (kinds.size() == 1) {
            return sameAsHere
                    ? "Expect the same bytes from every run on this cluster and on this machine."
                    : "Expect the same bytes from every run on this cluster, and other last digits on this machine: its processor is of another kind."
                            + size();
        }
        return sameAsHere
                ? "The processors are of %d kinds, yet these trials gave the same bytes on all: expect the same of most runs, but do not rely on it."
                        .formatted(kinds.size())
                : "The processors are of %d kinds: the last digits of a trial depend on where it runs. Use executors of one kind, or do not expect the same bytes."
                                .formatted(kinds.size())
                        + size();
    }

    /** How large differences were. */
    private String size() {
        double largest = answered().stream()
                .flatMap(executor -> differences(executor).stream())
                .mapToDouble(ResultDifference::largest)
                .max()
                .orElse(0);
        return String.format(
                Locale.ROOT,
                " The largest relative difference here was %.1e, in trials of a few epochs; it grows with their number.",
                largest);
    }

    /** Whether executors ran the trials, and machines of the same kind gave the same bytes. */
    public boolean isGood() {
        return !answered().isEmpty() && unequalKinds().isEmpty();
    }

    /** The kinds of machines, this one included, that gave different bytes. */
    private Set<String> unequalKinds() {
        Map<String, List<TrialResult>> firstOf = new LinkedHashMap<>();
        firstOf.put(kind, here);
        Set<String> unequal = new LinkedHashSet<>();
        for (ExaminedExecutor executor : answered()) {
            List<TrialResult> first = firstOf.putIfAbsent(executor.processor(), executor.results());
            if (first != null && !differences(first, executor.results()).isEmpty()) {
                unequal.add(executor.processor());
            }
        }
        return unequal;
    }

    private List<ExaminedExecutor> answered() {
        return executors.stream()
                .filter(executor -> executor.problem().isEmpty())
                .toList();
    }

    private boolean isSame(ExaminedExecutor executor) {
        return differences(executor).isEmpty();
    }

    private List<ResultDifference> differences(ExaminedExecutor executor) {
        return differences(here, executor.results());
    }

    private static List<ResultDifference> differences(List<TrialResult> some, List<TrialResult> others) {
        List<ResultDifference> found = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            ResultDifference.between(some.get(i), others.get(i)).ifPresent(found::add);
        }
        return found;
    }

    private Optional<ResultDifference> difference(ExaminedExecutor executor, int trial) {
        return ResultDifference.between(here.get(trial), executor.results().get(trial));
    }
}
