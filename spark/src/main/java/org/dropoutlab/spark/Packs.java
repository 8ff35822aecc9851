package org.dropoutlab.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialId;

/**
 * Divides trials among tasks. Spark takes some milliseconds to schedule a task, as much as a short trial takes, so short trials
 * share one. How long they take is known from a first wave of tasks with one trial each.
 */
final class Packs {
    /** Long compared with scheduling, short compared with a run: what a lost executor costs. */
    static final double SECONDS = 3;
    /** So that no executor waits long for the last ones. */
    private static final int TASKS_PER_CORE = 8;

    private Packs() {}

    /**
     * The first wave: one trial of each arm, and as many more as keep the cores busy.
     *
     * @param trials in starting order
     */
    static List<List<Trial>> first(List<Trial> trials, int cores) {
        Map<String, Trial> ofArms = new LinkedHashMap<>();
        trials.forEach(trial -> ofArms.putIfAbsent(trial.id().arm(), trial));
        Map<TrialId, Trial> first = new LinkedHashMap<>();
        ofArms.values().forEach(trial -> first.put(trial.id(), trial));
        for (Trial trial : trials) {
            if (first.size() >= 2 * cores) {
                break;
            }
            first.putIfAbsent(trial.id(), trial);
        }
        return first.values().stream().map(List::of).toList();
    }

    /**
     * The packs of the remaining trials.
     *
     * @param trials in starting order
     * @param seconds mean duration of a trial, by arm; arms without one are expected to take as long as the longest
     */
    static List<List<Trial>> rest(List<Trial> trials, Map<String, Double> seconds, int cores) {
        double longest =
                seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(SECONDS);
        double all = trials.stream()
                .mapToDouble(trial -> seconds.getOrDefault(trial.id().arm(), longest))
                .sum();
        double limit = Math.min(SECONDS, all / (TASKS_PER_CORE * Math.max(1, cores)));
        List<List<Trial>> packs = new ArrayList<>();
        List<Trial> open = new ArrayList<>();
        double filled = 0;
        for (Trial trial : trials) {
            open.add(trial);
            filled += seconds.getOrDefault(trial.id().arm(), longest);
            if (filled >= limit) {
                packs.add(List.copyOf(open));
                open.clear();
                filled = 0;
            }
        }
        if (!open.isEmpty()) {
            packs.add(List.copyOf(open));
        }
        return packs;
    }
}
