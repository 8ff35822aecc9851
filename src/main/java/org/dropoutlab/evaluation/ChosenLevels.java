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
 * What an arm that chooses its levels on validation data tried and chose, over all splits.
 *
 * @param arm its name
 * @param search what it chose from
 * @param splits in which it chose
 * @param candidates in the search's order
 * @param picks what was chosen in each split, in the order of repeats and splits
 */
public record ChosenLevels(String arm, Search search, int splits, List<Choice> candidates, List<Pick> picks) {
    public ChosenLevels {
        picks = List.copyOf(picks);
        candidates = List.copyOf(candidates);
    }

    /**
     * A candidate over all splits. Its accuracies, or R² where a number is predicted, are of the splits in which it was trained to its end: what was stopped early
     * was trained for less, and what diverged has no end.
     *
     * @param candidate what was tried
     * @param chosen splits in which it was what the arm is; where every candidate diverged, none is
     * @param finished splits in which it was trained to its end
     * @param stopped splits in which others were more promising
     * @param diverged splits in which its loss was no longer a finite number
     * @param epochs that it was trained in all splits together
     * @param train accuracy or R² on the training data; empty, like the others, if it was never trained to its end
     * @param validation that by which it is chosen
     * @param test that which has no part in the choice, and must not have one afterwards
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
     * What was chosen in one split.
     *
     * @param split from 0
     * @param repeat from 0
     * @param candidate empty where every candidate diverged
     */
    public record Pick(int split, int repeat, Optional<Candidate> candidate) {}

    /**
     * A level at an end of those that were tried and is chosen so often that better ones may lie beyond.
     *
     * @param level what the number is called
     * @param at the level
     * @param highest whether it is the highest, rather than the lowest
     * @param chosen splits in which it was chosen
     */
    public record Edge(String level, double at, boolean highest, int chosen) {}

    /** Of an arm; empty if it has no search, or no trial that got as far as to one. */
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

    /** What was chosen at all, most often first; of equals the first candidate. */
    public List<Choice> chosen() {
        return candidates.stream()
                .filter(choice -> choice.chosen() > 0)
                .sorted(Comparator.comparingInt(Choice::chosen).reversed())
                .toList();
    }

    /** The number in which the candidates differ; empty if they differ in several, or in something that is not a number. */
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
     * The ends of what was tried that are chosen more often than any other level, or in half of the splits or more. A level of 0
     * is none, and nothing lies below it; nor is the lowest an end where a candidate does without. Where both ends are chosen
     * equally often, or the next level does exactly as well, nothing says which way to go.
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

    /** Whether the next level does exactly as well, so that the first of the two was chosen for being the first. */
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
