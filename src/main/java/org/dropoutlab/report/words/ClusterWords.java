package org.dropoutlab.report.words;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.record.ClusterUse;

/** What a cluster does, in words. */
public final class ClusterWords {
    /** Maximum number of executors whose trials are listed one by one. */
    private static final int MOST_LISTED = 4;

    private static final double MEGABYTE = 1e6;

    private ClusterWords() {}

    /** The executors that are alive with the trials done on each, and what was lost, such as {@code 2 executors (12 and 11 trials)}. */
    public static String soFar(ClusterUse use) {
        List<ClusterUse.Executor> alive = alive(use);
        List<String> parts = new ArrayList<>();
        parts.add(Wording.count(alive.size(), "executor") + (alive.isEmpty() ? "" : " (%s)".formatted(trials(alive))));
        parts.addAll(losses(use));
        return String.join(", ", parts);
    }

    /** What a session's cluster was and did. */
    public static String inAll(ClusterUse use) {
        List<ClusterUse.Executor> alive = alive(use);
        int machines =
                (int) alive.stream().map(ClusterUse.Executor::host).distinct().count();
        double available = use.cores() * use.seconds();
        List<String> losses = losses(use);
        return "%s: %s on %s, %s; %s s, and %s s in trials%s, %s s of the driver's processor; %s%s of data to each executor, %s of results"
                .formatted(
                        use.master(),
                        Wording.count(alive.size(), "executor"),
                        Wording.count(machines, "machine"),
                        Wording.count(use.cores(), "core"),
                        number("%.1f", use.seconds()),
                        number("%.1f", use.trialSeconds()),
                        // Of executors that were not replaced, the time in trials counts and the cores do not.
                        available > 0 && use.trialSeconds() <= available
                                ? " (%s%% of the cores' time)"
                                        .formatted(number("%.0f", 100 * use.trialSeconds() / available))
                                : "",
                        number("%.1f", use.driverSeconds()),
                        losses.isEmpty() ? "" : String.join(", ", losses) + "; ",
                        megabytes(use.dataBytes()),
                        megabytes(use.resultBytes()));
    }

    /** The processors of the executors, with the trials that ran on each kind if there are several; empty if nothing is known. */
    public static Optional<String> processors(ClusterUse use) {
        if (use.ranOn().size() < 2) {
            return use.executors().stream()
                    .map(ClusterUse.Executor::processor)
                    .filter(name -> !name.isEmpty())
                    .findFirst();
        }
        return Optional.of(use.ranOn().entrySet().stream()
                .map(ClusterWords::kind)
                .collect(Collectors.joining(
                        "; ",
                        "",
                        ". The last digits of a trial can differ between kinds of processors; manifest.json names the trials of"
                                + " each kind")));
    }

    private static String kind(Map.Entry<String, List<TrialId>> ran) {
        return "%s (%s)".formatted(ran.getKey(), Wording.count(ran.getValue().size(), "trial"));
    }

    private static List<ClusterUse.Executor> alive(ClusterUse use) {
        return use.executors().stream().filter(ClusterUse.Executor::isAlive).toList();
    }

    private static String trials(List<ClusterUse.Executor> executors) {
        List<Integer> counts =
                executors.stream().map(ClusterUse.Executor::trials).toList();
        IntSummaryStatistics range = counts.stream().mapToInt(Integer::intValue).summaryStatistics();
        int last = counts.size() - 1;
        if (counts.size() == 1) {
            return Wording.count(counts.get(0), "trial");
        }
        if (range.getMin() == range.getMax()) {
            return Wording.count(range.getMin(), "trial") + " each";
        }
        return counts.size() > MOST_LISTED
                ? "%d to %d trials each".formatted(range.getMin(), range.getMax())
                : "%s and %d trials"
                        .formatted(
                                counts.subList(0, last).stream()
                                        .map(count -> Integer.toString(count))
                                        .collect(Collectors.joining(", ")),
                                counts.get(last));
    }

    private static List<String> losses(ClusterUse use) {
        List<String> losses = new ArrayList<>();
        int lost = use.executors().size() - alive(use).size();
        if (lost > 0) {
            losses.add(Wording.count(lost, "executor") + " lost");
        }
        if (use.restarted() > 0) {
            losses.add(Wording.count(use.restarted(), "trial") + " restarted");
        }
        return losses;
    }

    private static String megabytes(long bytes) {
        return number("%.1f MB", bytes / MEGABYTE);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
