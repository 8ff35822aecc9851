package org.dropoutlab.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.SearchReading;
import org.dropoutlab.measurement.SearchReading.Outcome;
import org.dropoutlab.measurement.SearchReading.Tried;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.measurement.TrialResult.Status;
import org.dropoutlab.model.StartingWeights;

/**
 * A trial whose arm has a search: trains the candidates on the trial's training data and seeds, round by round, and
 * returns the result of the best one on the validation data.
 */
final class LevelSearch {
    private final Trial trial;
    private final Search search;
    private final Fold fold;
    private final Examples examples;
    private final Optional<StartingWeights> start;
    private final Optional<Checkpoints> checkpoints;
    private final TrialObserver observer;

    /** A candidate in training. */
    private record Entrant(int place, Candidate candidate, Training training) {

        /**
         * The validation score after this many epochs; a candidate resumed from a checkpoint may have trained for more.
         */
        Optional<Score> validation(int epochs) {
            LearningCurve curve = training.curve();
            if (curve.points().isEmpty()) {
                return Optional.empty();
            }
            return curve.last().epoch() <= epochs && training.isOver()
                    ? curve.end().validation()
                    : curve.points().stream()
                            .filter(point -> point.epoch() <= epochs)
                            .reduce((first, second) -> second)
                            .flatMap(Point::validation);
        }

        Tried tried() {
            LearningCurve curve = training.curve();
            Optional<Point> end = curve.points().isEmpty() ? Optional.empty() : Optional.of(curve.end());
            return new Tried(
                    candidate.arm().name(),
                    end.isEmpty() ? 0 : curve.last().epoch(),
                    outcome(),
                    end.map(Point::train),
                    end.flatMap(Point::validation),
                    end.map(Point::test),
                    training.seconds());
        }

        private Outcome outcome() {
            if (training.status() == Status.DIVERGED) {
                return Outcome.DIVERGED;
            }
            return training.isOver() ? Outcome.FINISHED : Outcome.STOPPED;
        }
    }

    /**
     * @param trial trial whose arm has {@code search}
     * @param start weights that a trained network starts from; empty if none does
     * @param checkpoints the trial's checkpoints, next to which its candidates keep theirs
     */
    LevelSearch(
            Trial trial,
            Search search,
            Fold fold,
            Examples examples,
            Optional<StartingWeights> start,
            Optional<Checkpoints> checkpoints,
            TrialObserver observer) {
        this.trial = trial;
        this.search = search;
        this.fold = fold;
        this.examples = examples;
        this.start = start;
        this.checkpoints = checkpoints.map(kept -> kept.within(trial.id()));
        this.observer = observer;
    }

    /**
     * Trains the candidates.
     *
     * @param saving receives the training of the chosen candidate, once it has its result
     */
    TrialResult run(Consumer<Training> saving) {
        List<Entrant> open = new ArrayList<>();
        Map<Integer, Tried> tried = new TreeMap<>();
        TrialObserver watching = new Sum(trial.id(), observer);
        try {
            Supplier<Stream<Entrant>> entrants = () ->
                    IntStream.range(0, search.candidates().size()).mapToObj(place -> entrant(place, watching, open));
            for (Search.Round round : search.rounds(trial.training())) {
                List<Entrant> best = new ArrayList<>();
                entrants.get().forEach(entrant -> {
                    entrant.training().through(round.epochs());
                    entrant.training().leave();
                    tried.put(entrant.place(), entrant.tried());
                    best.add(entrant);
                    best.sort(bestFirst(round.epochs()));
                    if (best.size() > round.kept()) {
                        Entrant out = best.remove(best.size() - 1);
                        open.remove(out);
                        out.training().close();
                    }
                });
                entrants = () -> List.copyOf(best).stream();
            }
            Entrant chosen = entrants.get().findFirst().orElseThrow();
            TrialResult result = chosen.training()
                    .result()
                    .chosenBy(trial.id().arm(), new SearchReading(List.copyOf(tried.values()), chosen.place()));
            saving.accept(chosen.training());
            return result;
        } finally {
            open.forEach(entrant -> entrant.training().close());
        }
    }

    /** Best candidate first; ties in the search's order. */
    private static Comparator<Entrant> bestFirst(int epochs) {
        return Comparator.comparing((Entrant entrant) -> entrant.training().status() == Status.DIVERGED)
                .thenComparing(
                        entrant ->
                                entrant.validation(epochs).map(Score::accuracy).orElse(0.0),
                        Comparator.reverseOrder())
                .thenComparing(
                        entrant -> entrant.validation(epochs).map(Score::loss).orElse(Double.POSITIVE_INFINITY))
                .thenComparing(Entrant::place);
    }

    private Entrant entrant(int place, TrialObserver watching, List<Entrant> open) {
        Candidate candidate = search.candidates().get(place);
        Entrant entrant = new Entrant(
                place, candidate, new Training(trial.of(candidate), fold, examples, start, checkpoints, watching));
        open.add(entrant);
        return entrant;
    }

    /** Reports the candidates' epochs as one long trial. */
    private static final class Sum implements TrialObserver {
        private final TrialId trial;
        private final TrialObserver observer;
        private final Map<TrialId, Integer> epochs = new HashMap<>();

        Sum(TrialId trial, TrialObserver observer) {
            this.trial = trial;
            this.observer = observer;
        }

        @Override
        public void starts(TrialId candidate, Network network) {
            observer.starts(trial, network);
        }

        @Override
        public void completed(TrialId candidate, Supplier<Predictions> test) {
            observer.completed(trial, test);
        }

        @Override
        public boolean listens() {
            return observer.listens();
        }

        @Override
        public void epochEnded(TrialId candidate, Point point) {
            epochs.put(candidate, point.epoch());
            int sum = epochs.values().stream().mapToInt(Integer::intValue).sum();
            observer.epochEnded(
                    trial,
                    new Point(
                            sum,
                            point.train(),
                            point.validation(),
                            point.test(),
                            point.learningRate(),
                            point.seconds()));
        }
    }
}
