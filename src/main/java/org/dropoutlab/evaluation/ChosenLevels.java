package org.dropoutlab.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.SearchReading;
import org.dropoutlab.measurement.SearchReading.Outcome;
import org.dropoutlab.measurement.SearchReading.Tried;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/**
 * The levels that an arm with a search tried and chose, over all splits.
 *
 * @param arm its name
 * @param search its search
 * @param splits number of splits in which it chose
 * @param candidates results by candidate, in the search's order
 * @param picks the choice in each split, by repeat, then split
 */
public record ChosenLevels(String arm, Search search, int splits, List<Choice> candidates, List<Pick> picks) {
    public ChosenLevels {
        picks = List.copyOf(picks);
        candidates = List.copyOf(candidates);
    }

    /**
     * A candidate over all splits. Its accuracies (R² for regression) cover only the splits in which it was trained to
     * the end.
     *
     * @param candidate the candidate
     * @param chosen number of splits in which it was chosen; none is chosen where all diverged
     * @param finished number of splits in which it was trained to the end
     * @param stopped number of splits in which it was stopped in favour of others
     * @param diverged number of splits in which it diverged
     * @param epochs total epochs trained in all splits
     * @param train accuracy or R² on the training data; empty, like the others, if it never trained to the end
     * @param validation accuracy or R² on the validation data, which decides the choice
     * @param test accuracy or R² on the test data, by which nothing may be chosen
     */
    public record Choice(
            Candidate candidate,
            int chosen,
            int finished,
            int stopped,
            int diverged,
            long epochs,
            Optional<Estimate> train,
            Optional<Estimate> validation,
            Optional<Estimate> test) {}

    /**
     * The choice in one split.
     *
     * @param split number of the split, from 0
     * @param repeat number of the repeat, from 0
     * @param candidate empty where every candidate diverged
     */
    public record Pick(int split, int repeat, Optional<Candidate> candidate) {}

    /**
     * A lowest or highest tried level, chosen so often that better ones may lie beyond.
     *
     * @param level name of the level
     * @param at its value
     * @param highest whether it is the highest rather than the lowest
     * @param chosen number of splits in which it was chosen
     */
    public record Edge(String level, double at, boolean highest, int chosen) {}

    /** The choices of an arm; empty without a search, or if every trial diverged before it. */
    static Optional<ChosenLevels> of(
            Arm arm, List<TrialResult> results, Measures measures, CorrectedResampledTTest test) {
        List<SearchReading> readings = results.stream()
                .flatMap(result -> result.reading(SearchReading.class).stream())
                .toList();
        return arm.variation()
                .search()
                .filter(search -> !readings.isEmpty())
                .map(search -> new ChosenLevels(
                        arm.name(),
                        search,
                        readings.size(),
                        IntStream.range(0, search.candidates().size())
                                .mapToObj(place ->
                                        choice(search.candidates().get(place), place, readings, measures, test))
                                .toList(),
                        results.stream()
                                .sorted(Comparator.comparing(TrialResult::id, TrialId.BY_PAIR))
                                .flatMap(result -> pick(search, result).stream())
                                .toList()));
    }

    private static Optional<Pick> pick(Search search, TrialResult result) {
        return result.reading(SearchReading.class)
                .map(reading -> new Pick(
                        result.id().split(),
                        result.id().repeat(),
                        reading.choice().outcome() == Outcome.DIVERGED
                                ? Optional.empty()
                                : Optional.of(search.candidates().get(reading.chosen()))));
    }

    private static Choice choice(
            Candidate candidate,
            int place,
            List<SearchReading> readings,
            Measures measures,
            CorrectedResampledTTest test) {
        List<Tried> tried =
                readings.stream().map(reading -> reading.tried().get(place)).toList();
        return new Choice(
                candidate,
                (int) readings.stream()
                        .filter(reading ->
                                reading.chosen() == place && reading.choice().outcome() != Outcome.DIVERGED)
                        .count(),
                count(tried, Outcome.FINISHED),
                count(tried, Outcome.STOPPED),
                count(tried, Outcome.DIVERGED),
                tried.stream().mapToLong(Tried::epochs).sum(),
                quality(tried, Tried::train, measures, test),
                quality(tried, Tried::validation, measures, test),
                quality(tried, Tried::test, measures, test));
    }

    private static int count(List<Tried> tried, Outcome outcome) {
        return (int) tried.stream().filter(one -> one.outcome() == outcome).count();
    }

    private static Optional<Estimate> quality(
            List<Tried> tried,
            Function<Tried, Optional<Score>> score,
            Measures measures,
            CorrectedResampledTTest test) {
        return Estimate.of(
                tried.stream()
                        .filter(one -> one.outcome() == Outcome.FINISHED)
                        .flatMap(one -> score.apply(one).stream())
                        .mapToDouble(Score::accuracy)
                        .toArray(),
                test,
                measures.quality().least(),
                measures.quality().most());
    }

    /** The candidates chosen at least once, most often first; ties in the search's order. */
    public List<Choice> chosen() {
        return candidates.stream()
                .filter(choice -> choice.chosen() > 0)
                .sorted(Comparator.comparingInt(Choice::chosen).reversed())
                .toList();
    }

    /**
     * The name of the only level that differs between candidates; empty if several differ, or something other than a
     * level.
     */
    public Optional<String> level() {
        List<String> varied = search.levels().entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
        return varied.size() == 1
                        && search.levels().get(varied.get(0)).size() == candidates.size()
                        && allHave(varied.get(0))
                ? Optional.of(varied.get(0))
                : Optional.empty();
    }

    private boolean allHave(String level) {
        return candidates.stream()
                .allMatch(choice -> choice.candidate().levels().containsKey(level));
    }

    /**
     * The lowest or highest level, if chosen more often than any other or in at least half of the splits. Nothing lies
     * below a level of 0, nor below the lowest if some candidate goes without. There is no edge if both ends are chosen
     * equally often, or if the next level has exactly the same scores: neither shows a direction.
     */
    public List<Edge> edges() {
        return search.levels().keySet().stream().flatMap(this::edges).toList();
    }

    private Stream<Edge> edges(String level) {
        TreeMap<Double, Integer> chosen = new TreeMap<>();
        for (Choice choice : candidates) {
            Optional.ofNullable(choice.candidate().levels().get(level))
                    .ifPresent(at -> chosen.merge(at, choice.chosen(), Integer::sum));
        }
        if (chosen.size() < 2) {
            return Stream.of();
        }
        Edge lowest =
                new Edge(level, chosen.firstKey(), false, chosen.firstEntry().getValue());
        Edge highest =
                new Edge(level, chosen.lastKey(), true, chosen.lastEntry().getValue());
        if (lowest.chosen() == highest.chosen()) {
            return Stream.of();
        }
        return Stream.of(lowest, highest)
                .filter(edge -> edge.highest() || (edge.at() != 0 && allHave(level)))
                .filter(edge -> isUsual(edge, chosen))
                .filter(edge ->
                        !tellsNothing(edge, edge.highest() ? chosen.lowerKey(edge.at()) : chosen.higherKey(edge.at())));
    }

    /** Whether the next level has exactly the same scores, so the choice between them was by order only. */
    private boolean tellsNothing(Edge edge, double next) {
        return validation(edge.level(), edge.at()).equals(validation(edge.level(), next));
    }

    private List<Optional<Estimate>> validation(String level, double at) {
        return candidates.stream()
                .filter(choice ->
                        Double.valueOf(at).equals(choice.candidate().levels().get(level)))
                .map(Choice::validation)
                .toList();
    }

    private boolean isUsual(Edge edge, Map<Double, Integer> chosen) {
        return 2 * edge.chosen() >= splits
                || chosen.entrySet().stream()
                        .allMatch(other -> other.getKey() == edge.at() || other.getValue() < edge.chosen());
    }
}
