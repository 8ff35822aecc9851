package org.dropoutlab.study.tuning;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.network.NetworkSpec;

/**
 * What to tune of an arm, and how.
 *
 * @param axes at least one, of different parameters
 * @param budget candidates that are trained in every split, at least 2; all of a grid if empty
 * @param strategy which of them are trained how long
 */
public record Tuning(List<Axis> axes, OptionalInt budget, Search.Strategy strategy) {
    /** Name of the arm whose levels are chosen. */
    public static final String TUNED = "tuned";

    private static final double VALIDATION_SHARE = 0.2;
    private static final int MOST = 1000;

    /** A parameter and the levels of it that may be tried. */
    public record Axis(Parameter parameter, Levels levels) {
        public Axis {
            if (levels instanceof Levels.Range range && parameter.isLogarithmic() && range.low() <= 0) {
                throw new InputException("a range of %s is drawn from by its logarithm and starts above 0, not at %s"
                        .formatted(parameter.key(), range.low()));
            }
        }
    }

    public Tuning {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.stream().map(Axis::parameter).distinct().count() != axes.size()) {
            throw new InputException("one or more parameters are tuned, each once");
        }
        if (budget.isPresent() && (budget.getAsInt() < 2 || budget.getAsInt() > MOST)) {
            throw new InputException(
                    "a budget is 2 to %,d trials for each split, not %d".formatted(MOST, budget.getAsInt()));
        }
        if (budget.isEmpty()) {
            axes.stream()
                    .filter(axis -> axis.levels() instanceof Levels.Range)
                    .findFirst()
                    .ifPresent(axis -> {
                        throw new InputException(
                                "of a range of %s only some levels can be tried: say how many with --budget"
                                        .formatted(axis.parameter().key()));
                    });
            if (gridSize(axes) > MOST) {
                throw new InputException(
                        "%,d combinations of levels are more than %,d: say with --budget how many to try"
                                .formatted(gridSize(axes), MOST));
            }
        }
    }

    private static long gridSize(List<Axis> axes) {
        return axes.stream()
                .mapToLong(axis -> ((Levels.Listed) axis.levels()).values().size())
                .reduce(1, (a, b) -> Math.min(Integer.MAX_VALUE, a * b));
    }

    /**
     * The study that tunes an arm of {@code study}: that arm as it is, with its levels chosen in every split, and what the two
     * are to be compared with.
     *
     * @param armName the arm; if empty, the first that has all of the parameters
     * @throws InputException if the arm has no such number or cannot have one of the levels
     */
    public Study of(Study study, Optional<String> armName) {
        Arm arm = withoutPublished(armName.map(name -> named(study, name)).orElseGet(() -> firstSuitable(study)));
        requireFixed(arm);
        requireSuitable(study, arm);
        Optional<Arm> baseline = baseline(study, arm).map(Tuning::withoutPublished);
        Arm tuned = Arm.choosing(TUNED, new Search(candidates(study, arm), strategy));
        List<Contrast> contrasts = new ArrayList<>(List.of(Contrast.of(TUNED, arm.name())));
        baseline.ifPresent(other -> {
            contrasts.add(Contrast.of(TUNED, other.name()));
            contrasts.add(Contrast.of(arm.name(), other.name()));
        });
        Resampling resampling = study.resampling();
        String what = axes.stream().map(axis -> axis.parameter().key()).collect(Collectors.joining(" and "));
        return Study.of(
                        "tune-" + study.name(),
                        "Tuning the %s of %s: %s".formatted(what, arm.name(), study.title()),
                        "Which %s does %s need, and does choosing it on validation data help on test data?"
                                .formatted(what, arm.name()),
                        study.dataset(),
                        study.network(),
                        Stream.concat(baseline.stream(), Stream.of(arm, tuned)).toList(),
                        contrasts,
                        study.training(),
                        resampling.hasValidation() ? resampling : resampling.withValidation(VALIDATION_SHARE))
                .withSeed(study.seed())
                .withNotes(notes(study, arm));
    }

    private static List<String> notes(Study study, Arm arm) {
        return Stream.concat(
                        Stream.of(
                                "In every split, the levels are chosen by the accuracy on validation data that are held back"
                                        + " from the training data; of equals the one with the lower validation loss. The test"
                                        + " data of a split have no part in it, so that the test accuracy of "
                                        + TUNED
                                        + " is what a user gets who tunes in the same way.",
                                "All arms are trained on the same data, without those that are held back, and the chosen"
                                        + " network is not trained again with them. What was published for arms that were"
                                        + " trained on more is not shown.",
                                "%s is the arm as study %s has it: %s."
                                        .formatted(arm.name(), study.name(), arm.describe())),
                        study.notes().stream())
                .toList();
    }

    private static Arm withoutPublished(Arm arm) {
        return new Arm(arm.name(), arm.regularizers(), arm.optimizer(), List.of(), arm.variation());
    }

    private static Arm named(Study study, String name) {
        try {
            return study.arm(name);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private Arm firstSuitable(Study study) {
        return study.arms().stream()
                .filter(this::suits)
                .findFirst()
                .orElseThrow(
                        () -> new InputException("no arm of study %s has %s".formatted(study.name(), parameters())));
    }

    private boolean suits(Arm arm) {
        return arm.variation().search().isEmpty()
                && axes.stream().allMatch(axis -> axis.parameter().isIn(arm));
    }

    private void requireSuitable(Study study, Arm arm) {
        for (Axis axis : axes) {
            if (!axis.parameter().isIn(arm)) {
                throw new InputException("arm %s has no %s (%s); arms that have: %s"
                        .formatted(
                                arm.name(),
                                axis.parameter().key(),
                                axis.parameter().words(),
                                study.arms().stream()
                                        .filter(axis.parameter()::isIn)
                                        .map(Arm::name)
                                        .collect(Collectors.joining(", "))));
            }
        }
    }

    private static void requireFixed(Arm arm) {
        if (arm.variation().search().isPresent()) {
            throw new InputException("arm %s chooses its levels already".formatted(arm.name()));
        }
        if (arm.variation().trainSize().isPresent()) {
            throw new InputException("arm %s has training examples of its own, which others of its study do not have"
                    .formatted(arm.name()));
        }
        if (arm.name().equals(TUNED)) {
            throw new InputException("arm %s has the name of what would come of it".formatted(TUNED));
        }
    }

    private String parameters() {
        return axes.stream().map(axis -> axis.parameter().key()).collect(Collectors.joining(" and "));
    }

    /** What the study compares the arm with, else its first arm without any regularizer. */
    private static Optional<Arm> baseline(Study study, Arm arm) {
        return study.contrasts().stream()
                .filter(contrast -> contrast.arm().equals(arm.name()))
                .map(contrast -> study.arm(contrast.baseline()))
                .findFirst()
                .or(() -> study.arms().stream()
                        .filter(other ->
                                other.regularizers().isEmpty() && !other.name().equals(arm.name()))
                        .findFirst());
    }

    private List<Candidate> candidates(Study study, Arm arm) {
        return combinations(new SeedPlan(study.seed()).levels()).stream()
                .map(levels -> candidate(arm, study.network(), levels))
                .toList();
    }

    private Candidate candidate(Arm arm, NetworkSpec network, List<Double> levels) {
        Arm with = arm;
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < axes.size(); i++) {
            Parameter parameter = axes.get(i).parameter();
            try {
                with = parameter.set(with, network, levels.get(i));
            } catch (IllegalArgumentException e) {
                throw new InputException("%s: %s".formatted(parameter.key(), e.getMessage()), e);
            }
            named.put(parameter.key(), levels.get(i));
        }
        String name = named.entrySet().stream()
                .map(level -> level.getKey() + "=" + inFull(level.getValue()))
                .collect(Collectors.joining("+"));
        return new Candidate(new Arm(name, with.regularizers(), with.optimizer(), List.of(), with.variation()), named);
    }

    /** With all its digits: names tell candidates apart. */
    private static String inFull(double level) {
        return BigDecimal.valueOf(level).stripTrailingZeros().toPlainString();
    }

    /** [candidate][axis] */
    private List<List<Double>> combinations(long seed) {
        if (axes.stream().anyMatch(axis -> axis.levels() instanceof Levels.Range)) {
            return drawn(new SplittableRandom(seed));
        }
        if (budget.isEmpty()) {
            return grid();
        }
        if (gridSize(axes) > MOST) {
            return drawn(new SplittableRandom(seed));
        }
        List<List<Double>> grid = grid();
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < grid.size(); place++) {
            places.add(place);
        }
        Collections.shuffle(places, new Random(seed));
        return places.stream().limit(budget.getAsInt()).sorted().map(grid::get).toList();
    }

    private List<List<Double>> grid() {
        List<List<Double>> grid = List.of(List.of());
        for (Axis axis : axes) {
            grid = grid.stream()
                    .flatMap(before -> ((Levels.Listed) axis.levels())
                            .values().stream().map(level -> Stream.concat(before.stream(), Stream.of(level))
                                    .toList()))
                    .toList();
        }
        return grid;
    }

    private List<List<Double>> drawn(SplittableRandom random) {
        Set<List<Double>> drawn = new LinkedHashSet<>();
        int wanted = budget.orElseThrow();
        for (int tries = 0; drawn.size() < wanted && tries < 100 * wanted; tries++) {
            drawn.add(axes.stream().map(axis -> draw(axis, random)).toList());
        }
        return drawn.stream()
                .sorted((a, b) -> Double.compare(a.get(0), b.get(0)))
                .toList();
    }

    private static double draw(Axis axis, SplittableRandom random) {
        if (axis.levels() instanceof Levels.Range range) {
            return range.draw(random, axis.parameter().isLogarithmic());
        }
        List<Double> values = ((Levels.Listed) axis.levels()).values();
        return values.get(random.nextInt(values.size()));
    }
}
