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
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.network.NetworkSpec;

/**
 * How to tune an arm.
 *
 * @param axes at least one, of distinct parameters
 * @param budget number of candidates in every split, at least 2; the whole grid if empty
 * @param strategy decides how long each candidate is trained
 */
public record Tuning(List<Axis> axes, OptionalInt budget, Search.Strategy strategy) {
    /** Name of the tuned arm. */
    public static final String TUNED = "tuned";

    private static final double VALIDATION_SHARE = 0.2;
    private static final int MOST = 1000;

    /** A parameter and its candidate levels. */
    public record Axis(Parameter parameter, Levels levels) {
        public Axis {
            if (levels instanceof Levels.Range range && parameter.isLogarithmic() && range.low() <= 0) {
                throw new InputException("a range of %s is sampled on a log scale and must start above 0, not at %s"
                        .formatted(parameter.key(), range.low()));
            }
        }
    }

    public Tuning {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.stream().map(Axis::parameter).distinct().count() != axes.size()) {
            throw new InputException("tune at least one parameter, and each only once");
        }
        if (budget.isPresent() && (budget.getAsInt() < 2 || budget.getAsInt() > MOST)) {
            throw new InputException(
                    "the budget must be from 2 to %,d candidates per split, not %d".formatted(MOST, budget.getAsInt()));
        }
        if (budget.isEmpty()) {
            axes.stream()
                    .filter(axis -> axis.levels() instanceof Levels.Range)
                    .findFirst()
                    .ifPresent(axis -> {
                        throw new InputException("a range of %s needs --budget, the number of candidates"
                                .formatted(axis.parameter().key()));
                    });
            if (gridSize(axes) > MOST) {
                throw new InputException(
                        "%,d combinations of values exceed the limit of %,d; choose a smaller number with --budget"
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
     * The study that tunes an arm of {@code study}: the original arm, the tuned arm, which chooses its levels in every
     * split, and a baseline for both.
     *
     * @param armName the arm; if empty, the first that has all parameters
     * @throws InputException if the arm does not have a parameter, or a level is invalid
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
                                "Each split chooses its levels by the accuracy on validation data held out from the training"
                                        + " data; ties go to the lower validation loss. The choice never sees the split's test"
                                        + " data, which makes the test accuracy of "
                                        + TUNED
                                        + " an honest estimate of what you get by tuning this way.",
                                "All arms are trained on the same data, without the validation data, and the chosen network is"
                                        + " not retrained with them. Published results of arms trained on more data are not"
                                        + " shown.",
                                "%s is the original arm of study %s: %s."
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
                throw new InputException("arm %s has no %s (%s); arms that do: %s"
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
            throw new InputException("arm %s already chooses its own values".formatted(arm.name()));
        }
        if (arm.variation().trainSize().isPresent()) {
            throw new InputException("arm %s has its own number of training examples, unlike the rest of its study"
                    .formatted(arm.name()));
        }
        if (arm.name().equals(TUNED)) {
            throw new InputException("the name %s is reserved for the tuned arm".formatted(TUNED));
        }
    }

    private String parameters() {
        return axes.stream().map(axis -> axis.parameter().key()).collect(Collectors.joining(" and "));
    }

    /** The arm's baseline in the study, otherwise the first arm without regularizers. */
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

    /** With all digits, because names identify candidates. */
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
