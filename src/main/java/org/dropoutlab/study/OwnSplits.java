package org.dropoutlab.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dropoutlab.data.Copies;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.SplitKeys.Given;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.MissingClasses;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.experiment.resampling.ForwardChaining;
import org.dropoutlab.experiment.resampling.GivenSplits;
import org.dropoutlab.experiment.resampling.GroupedFolds;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.experiment.resampling.Resampling;

/**
 * How a user's own data are split: by what they asked for, by what the data need, and what is to be said about it. Copies of a row
 * stay together, and there are no more folds than the rarest class has examples.
 *
 * @param examples the examples, with groups of copies if there are any
 * @param resampling their splits
 * @param notes one sentence each
 */
public record OwnSplits(Examples examples, Resampling resampling, List<String> notes) {
    private static final int PERIODS = 5;
    private static final int SEEDS = 3;

    public OwnSplits {
        notes = List.copyOf(notes);
    }

    /**
     * What the user asked for.
     *
     * @param group name of the column that the table's groups are from
     * @param time name of the column that its times are from
     * @param given where its given splits are from, as a phrase
     * @param gap distinct times to leave out between training and test data
     * @param folds number of folds or test periods, if they chose one
     * @param changes applies that and further options to the default splits
     */
    public record Wishes(
            Optional<String> group,
            Optional<String> time,
            Optional<String> given,
            OptionalInt gap,
            OptionalInt folds,
            UnaryOperator<Resampling> changes) {}

    /**
     * Decides on the splits.
     *
     * @throws InputException if the examples cannot be split in the way that was asked for
     * @throws IllegalArgumentException if an option does not go with the kind of split
     */
    public static OwnSplits of(Examples examples, Wishes wishes, long seed) {
        List<String> notes = new ArrayList<>();
        Examples kept = examples instanceof Table table
                ? withCopies(table, wishes, notes)
                : examples instanceof Sequences sequences ? withCopies(sequences, wishes, notes) : examples;
        Resampling usual = usual(kept, wishes);
        Resampling wanted = wishes.changes().apply(usual);
        Resampling fitting = fitting(kept, wanted, wishes.folds().isPresent(), notes);
        if (!(fitting instanceof CrossValidation)) {
            notes.addAll(MissingClasses.sentences(kept, fitting, new SeedPlan(seed)));
        }
        return new OwnSplits(kept, fitting, notes);
    }

    private static Resampling usual(Examples examples, Wishes wishes) {
        Resampling usual = OwnStudy.resampling(examples);
        OptionalDouble share = usual.heldBack();
        if (wishes.time().isPresent()) {
            return new ForwardChaining(
                    wishes.time().get(), PERIODS, wishes.gap().orElse(0), usual.repeats(), share, List.of());
        }
        if (wishes.given().isPresent()) {
            List<Given> given = examples.keys().given();
            boolean validation = given.stream().anyMatch(split -> split.examples(Given.VALIDATION).length > 0);
            return new GivenSplits(
                    wishes.given().get(),
                    given.size(),
                    given.size() == 1 ? SEEDS : usual.repeats(),
                    validation,
                    validation ? OptionalDouble.empty() : share,
                    pairing(given));
        }
        if (usual instanceof CrossValidation folds && isGrouped(examples)) {
            return new GroupedFolds(wishes.group(), folds);
        }
        return usual;
    }

    private static boolean isGrouped(Examples examples) {
        return examples.keys().groups().isPresent();
    }

    /**
     * Splits are exchangeable if they are alike: of one ratio of test to training examples, up to a factor of two, as those are not of
     * which each has more training data than the one before.
     */
    private static Pairing pairing(List<Given> given) {
        if (given.size() == 1) {
            return Pairing.SEEDS;
        }
        double[] ratios = given.stream()
                .mapToDouble(split ->
                        (double) split.examples(Given.TEST).length / Math.max(1, split.examples(Given.TRAIN).length))
                .sorted()
                .toArray();
        return ratios[ratios.length - 1] <= 2 * ratios[0] ? Pairing.FIXED_FOLDS : Pairing.PERIODS;
    }

    /** Groups of copies, where copies could be on two sides and are no coincidence. */
    private static Table withCopies(Table table, Wishes wishes, List<String> notes) {
        Copies copies = Copies.of(table);
        if (copies.count() == 0) {
            return table;
        }
        acrossSides(table, wishes, notes);
        if (wishes.time().isPresent()) {
            return table;
        }
        if (copies.areCoincidences(table)) {
            notes.add((copies.count() == 1 ? "%,d row equals" : "%,d rows equal")
                    .concat(" an earlier one, as expected with so few different values, and may be in another fold")
                    .formatted(copies.count()));
            return table;
        }
        if (wishes.group().isEmpty()) {
            if (wishes.given().isEmpty() && !table.hasTestData()) {
                notes.add((copies.count() == 1 ? "%,d row is a copy" : "%,d rows are copies")
                        .concat(" of an earlier one; all copies of a row stay in one fold")
                        .formatted(copies.count()));
            }
            return table.withKeys(table.keys().withGroups(copies.first()));
        }
        return withJoinedGroups(table, copies, wishes, notes);
    }

    /** Copies of a sequence stay together, unless groups or given splits say otherwise. */
    private static Sequences withCopies(Sequences sequences, Wishes wishes, List<String> notes) {
        int[] inputs = Copies.of(sequences, false).first();
        if (sequences.hasTestData() || sequences.keys().given().size() == 1) {
            Set<Integer> leaked = leaked(sides(sequences), inputs);
            if (!leaked.isEmpty()) {
                notes.add(
                        "%,d test sequences have the same inputs as a training sequence: results on these may be too good"
                                .formatted(leaked.size()));
            }
            return sequences;
        }
        Copies copies = Copies.of(sequences, true);
        if (copies.count() == 0) {
            return sequences;
        }
        if (wishes.group().isPresent() || wishes.given().isPresent()) {
            notes.add((copies.count() == 1 ? "%,d sequence is a copy" : "%,d sequences are copies")
                    .concat(" of an earlier one and may be on another side of a split")
                    .formatted(copies.count()));
            return sequences;
        }
        notes.add((copies.count() == 1 ? "%,d sequence is a copy" : "%,d sequences are copies")
                .concat(" of an earlier one; all copies of a sequence stay in one fold")
                .formatted(copies.count()));
        return sequences.withKeys(sequences.keys().withGroups(copies.first()));
    }

    private static Given sides(Sequences sequences) {
        if (!sequences.hasTestData()) {
            return sequences.keys().given().get(0);
        }
        byte[] roles = new byte[sequences.size()];
        for (int i = 0; i < roles.length; i++) {
            roles[i] = i < sequences.trainExamples() ? Given.TRAIN : Given.TEST;
        }
        return new Given(roles);
    }

    /** Groups that share a row become one, unless too few would remain. */
    private static Table withJoinedGroups(Table table, Copies copies, Wishes wishes, List<String> notes) {
        int[] groups = table.keys().groups().orElseThrow();
        int before = distinct(groups);
        int[] parent = IntStream.range(0, Arrays.stream(groups).max().orElseThrow() + 1)
                .toArray();
        for (int row = 0; row < groups.length; row++) {
            int one = root(parent, groups[row]);
            int other = root(parent, groups[copies.first()[row]]);
            parent[Math.max(one, other)] = Math.min(one, other);
        }
        int[] joined = Arrays.stream(groups).map(group -> root(parent, group)).toArray();
        int after = distinct(joined);
        if (after == before) {
            return table;
        }
        int folds = wishes.folds().orElse(OwnStudy.resampling(table).splits());
        if (after < Math.min(folds, before)) {
            notes.add(
                    "equal rows have different values of %s, and keeping them together would leave %d of %d groups: copies may be on both sides of a split"
                            .formatted(wishes.group().orElseThrow(), after, before));
            return table;
        }
        notes.add(
                "equal rows have different values of %s: groups that share a row stay together, which makes %d of %d groups"
                        .formatted(wishes.group().orElseThrow(), after, before));
        return table.withKeys(table.keys().withGroups(joined));
    }

    private static int root(int[] parent, int group) {
        int at = group;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    private static int distinct(int[] numbers) {
        return (int) Arrays.stream(numbers).distinct().count();
    }

    /** Says how many test rows of given splits, or of a test file, equal a training row. */
    private static void acrossSides(Table table, Wishes wishes, List<String> notes) {
        int[] first = Copies.ofInputs(table).first();
        if (table.hasTestData()) {
            byte[] roles = new byte[table.size()];
            for (int row = 0; row < roles.length; row++) {
                roles[row] = row < table.trainExamples() ? Given.TRAIN : Given.TEST;
            }
            acrossSides(new Given(roles), first, notes);
        } else if (wishes.given().isPresent() && table.keys().given().size() == 1) {
            acrossSides(table.keys().given().get(0), first, notes);
        } else if (wishes.given().isPresent()) {
            Set<Integer> seen = new HashSet<>();
            table.keys().given().forEach(split -> seen.addAll(leaked(split, first)));
            say(seen.size(), table.size(), notes);
        }
    }

    private static void acrossSides(Given split, int[] first, List<String> notes) {
        say(leaked(split, first).size(), split.examples(Given.TEST).length, notes);
    }

    private static Set<Integer> leaked(Given split, int[] first) {
        Set<Integer> trained = new HashSet<>();
        for (int row : split.examples(Given.TRAIN)) {
            trained.add(first[row]);
        }
        Set<Integer> leaked = new HashSet<>();
        for (int row : split.examples(Given.TEST)) {
            if (trained.contains(first[row])) {
                leaked.add(row);
            }
        }
        return leaked;
    }

    private static void say(int leaked, int tests, List<String> notes) {
        if (leaked > 0) {
            notes.add("%,d of %,d test rows have the same inputs as a training row: results on these may be too good"
                    .formatted(leaked, tests));
        }
    }

    /** No more folds than the data have, where that leaves two. */
    private static Resampling fitting(Examples examples, Resampling wanted, boolean typed, List<String> notes) {
        if (wanted instanceof ForwardChaining chaining) {
            int times = examples.keys().times().orElseThrow().moments().size();
            ForwardChaining fitting = chaining;
            if (!typed && times <= chaining.folds() && times > 2) {
                fitting = chaining.withFolds(times - 1);
                notes.add("column %s has %d different times: %d test periods instead of %d"
                        .formatted(chaining.column(), times, times - 1, chaining.folds()));
            }
            return fitting.withPeriods(Splits.periods(examples, fitting));
        }
        if (wanted instanceof CrossValidation) {
            return examples.strata().isEmpty()
                    ? fewer(wanted, examples.size() / 2, "there are only %d examples".formatted(examples.size()), notes)
                    : fewerForRareClass(examples, wanted, perClass(examples, row -> row), false, notes);
        }
        if (wanted instanceof GroupedFolds grouped) {
            int[] groups = examples.keys().groups().orElseThrow();
            boolean ofCopies = grouped.column().isEmpty();
            Resampling fitting = typed && !ofCopies
                    ? wanted
                    : fewer(
                            wanted,
                            distinct(groups),
                            grouped.column()
                                    .map(name -> "column %s has %d groups".formatted(name, distinct(groups)))
                                    .orElse("there are %d different rows".formatted(distinct(groups))),
                            notes);
            return examples.strata().isEmpty() || (typed && !ofCopies)
                    ? fitting
                    : fewerForRareClass(examples, fitting, perClass(examples, row -> groups[row]), !ofCopies, notes);
        }
        return wanted;
    }

    private static int[] perClass(Examples examples, IntUnaryOperator unit) {
        List<Set<Integer>> units = new ArrayList<>();
        examples.strata().forEach(name -> units.add(new HashSet<>()));
        for (int row = 0; row < examples.size(); row++) {
            units.get(examples.labels()[row]).add(unit.applyAsInt(row));
        }
        return units.stream().mapToInt(Set::size).toArray();
    }

    /**
     * @param counts examples of each class, copies counted once, or groups that have it
     * @param ofGroups whether they are groups: then a class may be missing from a fold
     */
    private static Resampling fewerForRareClass(
            Examples examples, Resampling wanted, int[] counts, boolean ofGroups, List<String> notes) {
        int rarest = IntStream.range(0, counts.length)
                .boxed()
                .min(Comparator.comparingInt(label -> counts[label]))
                .orElseThrow();
        String name = examples.strata().get(rarest);
        String unit = examples instanceof Images
                ? "image"
                : examples instanceof Sequences ? "sequence" : wanted instanceof GroupedFolds ? "different row" : "row";
        if (counts[rarest] < 2) {
            if (ofGroups) {
                return wanted;
            }
            throw new InputException(
                    counts[rarest] == 0
                            ? "class %s has no %s; leave the class out".formatted(name, unit)
                            : "class %1$s has a single %2$s, which cannot be in both training and test data; add %2$ss of this class, merge it with another class or leave it out"
                                    .formatted(name, unit));
        }
        return fewer(
                wanted,
                counts[rarest],
                ofGroups
                        ? "class %s is in %d groups".formatted(name, counts[rarest])
                        : "class %s has %d %ss".formatted(name, counts[rarest], unit),
                notes);
    }

    private static Resampling fewer(Resampling wanted, int most, String why, List<String> notes) {
        if (most >= wanted.splits() || most < 2) {
            return wanted;
        }
        notes.add("%s: %d folds instead of %d".formatted(why, most, wanted.splits()));
        return wanted.withFolds(most);
    }
}
