package org.dropoutlab.data.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Deals groups of examples into parts such that each class is spread as the parts' targets say. It minimizes
 *
 * <pre>Σ over parts and classes of ((examples of the class in the part − target) / examples of the class)²</pre>
 *
 * first group by group, those that matter most first, as scikit-learn's {@code StratifiedGroupKFold} does, then by moving single
 * groups and exchanging pairs as long as that helps. All comparisons are of whole numbers: results do not depend on rounding.
 */
final class GroupDeal {
    /** 1 in the objective. Squares of class counts divide it, and a hundred classes of it still fit into a long. */
    private static final long ONE = 1L << 52;

    private static final int MOST_PASSES = 20;
    /** Pairs of more groups are not exchanged: with many groups, moves are enough. */
    private static final int MOST_GROUPS_TO_EXCHANGE = 300;

    /** [group, in order of first appearance][place]: a class. */
    private final int[][] classes;
    /** [group][place]: the number of its examples of that class. */
    private final int[][] counts;

    private final int[] groupOf;
    private final long[] weights;
    /** [part][class]. */
    private final int[][] targets;
    /** [part][class]: examples dealt so far. */
    private final long[][] dealt;

    private final int[] partOf;
    private final int[] groupsIn;
    private final long[] excess;

    /**
     * @param examples to deal
     * @param groups group of each example of the data set
     * @param labels class of each example of the data set
     * @param targets [part][class]: wanted examples; all 0 for equal parts
     */
    private GroupDeal(int[] examples, int[] groups, int[] labels, int[][] targets) {
        this.targets = targets;
        groupOf = numbered(examples, groups);
        int all = Arrays.stream(groupOf).max().orElse(-1) + 1;
        int[][] byClass = new int[all][];
        int[] sizes = new int[all];
        Arrays.stream(groupOf).forEach(group -> sizes[group]++);
        int[] filled = new int[all];
        int[] classCounts = new int[targets[0].length];
        for (int i = 0; i < examples.length; i++) {
            int group = groupOf[i];
            byClass[group] = byClass[group] == null ? new int[sizes[group]] : byClass[group];
            byClass[group][filled[group]++] = labels[examples[i]];
            classCounts[labels[examples[i]]]++;
        }
        classes = new int[all][];
        counts = new int[all][];
        for (int group = 0; group < all; group++) {
            int[] own = byClass[group];
            classes[group] = Arrays.stream(own).sorted().distinct().toArray();
            counts[group] = Arrays.stream(classes[group])
                    .map(label -> (int)
                            Arrays.stream(own).filter(other -> other == label).count())
                    .toArray();
        }
        weights = Arrays.stream(classCounts)
                .mapToLong(count -> Math.max(1, ONE / Math.max(1, (long) count * count)))
                .toArray();
        dealt = new long[targets.length][classCounts.length];
        partOf = new int[all];
        groupsIn = new int[targets.length];
        excess = Arrays.stream(targets)
                .mapToLong(part -> -Arrays.stream(part).asLongStream().sum())
                .toArray();
    }

    private static int[] numbered(int[] examples, int[] groups) {
        int[] numbers = new int[Arrays.stream(groups).max().orElse(-1) + 1];
        Arrays.fill(numbers, -1);
        int[] own = new int[examples.length];
        int next = 0;
        for (int i = 0; i < examples.length; i++) {
            int group = groups[examples[i]];
            if (numbers[group] < 0) {
                numbers[group] = next++;
            }
            own[i] = numbers[group];
        }
        return own;
    }

    /** Number of groups among {@code examples}. */
    static int groups(int[] examples, int[] groups) {
        return (int) Arrays.stream(examples)
                .map(example -> groups[example])
                .distinct()
                .count();
    }

    /**
     * Deals into equal parts.
     *
     * @param parts at most the number of groups
     * @return the part of each of {@code examples}
     */
    static int[] equal(int[] examples, int[] groups, int[] labels, int strata, int parts, Random random) {
        return new GroupDeal(examples, groups, labels, new int[parts][strata]).deal(random);
    }

    /**
     * Deals into parts of given sizes, none of which is left empty if there are enough groups.
     *
     * @param targets [part][class]: wanted examples
     * @return the part of each of {@code examples}
     */
    static int[] into(int[][] targets, int[] examples, int[] groups, int[] labels, Random random) {
        return new GroupDeal(examples, groups, labels, targets).deal(random);
    }

    private int[] deal(Random random) {
        int[] order = order(random);
        for (int group : order) {
            place(group, cheapest(group));
        }
        for (int part = 0; part < targets.length; part++) {
            fill(part, order);
        }
        boolean better = true;
        for (int pass = 0; better && pass < MOST_PASSES; pass++) {
            boolean moved = moves(order);
            boolean exchanged = order.length <= MOST_GROUPS_TO_EXCHANGE && exchanges(order);
            better = moved || exchanged;
        }
        return Arrays.stream(groupOf).map(group -> partOf[group]).toArray();
    }

    /** Groups with the largest share of their classes first; equal ones in random order. */
    private int[] order(Random random) {
        int[] shuffled = IntStream.range(0, classes.length).toArray();
        for (int i = shuffled.length; i > 1; i--) {
            int j = random.nextInt(i);
            int last = shuffled[i - 1];
            shuffled[i - 1] = shuffled[j];
            shuffled[j] = last;
        }
        long[] weight = new long[classes.length];
        for (int group = 0; group < weight.length; group++) {
            for (int place = 0; place < classes[group].length; place++) {
                weight[group] += weights[classes[group][place]] * counts[group][place] * counts[group][place];
            }
        }
        // Sorting objects is stable: the shuffled order decides among equal ones.
        return Arrays.stream(shuffled)
                .boxed()
                .sorted(Comparator.comparingLong((Integer group) -> weight[group])
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int cheapest(int group) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int part = 0; part < targets.length; part++) {
            long cost = cost(group, part);
            if (cost < least || (cost == least && excess[part] < excess[best])) {
                best = part;
                least = cost;
            }
        }
        return best;
    }

    /** What the objective gains if {@code group}, which is in no part, comes into {@code part}. */
    private long cost(int group, int part) {
        long cost = 0;
        for (int place = 0; place < classes[group].length; place++) {
            int label = classes[group][place];
            long own = counts[group][place];
            cost += weights[label] * own * (2 * (dealt[part][label] - targets[part][label]) + own);
        }
        return cost;
    }

    private void place(int group, int part) {
        partOf[group] = part;
        change(group, part, 1);
    }

    private void take(int group) {
        change(group, partOf[group], -1);
    }

    private void change(int group, int part, int sign) {
        groupsIn[part] += sign;
        for (int place = 0; place < classes[group].length; place++) {
            dealt[part][classes[group][place]] += (long) sign * counts[group][place];
            excess[part] += (long) sign * counts[group][place];
        }
    }

    /** Moves the group that costs least into a part that has none. */
    private void fill(int part, int[] order) {
        if (groupsIn[part] > 0) {
            return;
        }
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int group : order) {
            if (groupsIn[partOf[group]] > 1) {
                int from = partOf[group];
                take(group);
                long cost = cost(group, part) - cost(group, from);
                place(group, from);
                if (cost < least) {
                    best = group;
                    least = cost;
                }
            }
        }
        if (best >= 0) {
            take(best);
            place(best, part);
        }
    }

    private boolean moves(int[] order) {
        boolean any = false;
        for (int group : order) {
            int from = partOf[group];
            if (groupsIn[from] > 1) {
                take(group);
                int to = cheapest(group);
                boolean helps = cost(group, to) < cost(group, from);
                place(group, helps ? to : from);
                any |= helps;
            }
        }
        return any;
    }

    private boolean exchanges(int[] order) {
        boolean any = false;
        for (int i = 0; i < order.length; i++) {
            for (int j = i + 1; j < order.length; j++) {
                any |= exchange(order[i], order[j]);
            }
        }
        return any;
    }

    private boolean exchange(int one, int other) {
        int left = partOf[one];
        int right = partOf[other];
        if (left == right) {
            return false;
        }
        take(one);
        take(other);
        long stay = cost(one, left) + cost(other, right);
        long swap = cost(one, right) + cost(other, left);
        place(one, swap < stay ? right : left);
        place(other, swap < stay ? left : right);
        return swap < stay;
    }
}
