package org.dropoutlab.data.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.SeedPlan;
import org.dropoutlab.experiment.resampling.Resampling;

/** Classes that some parts of some splits do not have, where groups, times or given splits leave no choice. */
public final class MissingClasses {
    private static final int MOST_NAMED = 5;

    private MissingClasses() {}

    /**
     * One sentence for each kind of part, in which a class is missing.
     *
     * @param seeds of the study
     */
    public static List<String> sentences(Examples examples, Resampling resampling, SeedPlan seeds) {
        if (examples.strata().isEmpty()) {
            return List.of();
        }
        int classes = examples.classes().size();
        int[][] lacking = new int[2][classes];
        int splits = 0;
        for (int repeat = 0; repeat < resampling.repeats(); repeat++) {
            for (Fold fold : Splits.of(examples, resampling, seeds.folds(repeat))) {
                splits++;
                count(examples, fold.train(), lacking[0]);
                count(examples, fold.test(), lacking[1]);
            }
        }
        List<String> sentences = new ArrayList<>();
        add(sentences, examples, lacking[0], splits, "training", "the network cannot learn it there");
        add(sentences, examples, lacking[1], splits, "test", "metrics of that class are missing there");
        return sentences;
    }

    private static void count(Examples examples, int[] part, int[] lacking) {
        boolean[] there = new boolean[lacking.length];
        Arrays.stream(part).forEach(example -> there[examples.labels()[example]] = true);
        for (int label = 0; label < lacking.length; label++) {
            lacking[label] += there[label] ? 0 : 1;
        }
    }

    private static void add(
            List<String> sentences, Examples examples, int[] lacking, int splits, String part, String consequence) {
        Map<String, Integer> named = new LinkedHashMap<>();
        IntStream.range(0, lacking.length)
                .filter(label -> lacking[label] > 0)
                .forEach(label -> named.put(examples.classes().get(label), lacking[label]));
        named.entrySet().stream()
                .limit(MOST_NAMED)
                .forEach(entry -> sentences.add("class %s is missing from the %s data of %d of %d splits: %s"
                        .formatted(entry.getKey(), part, entry.getValue(), splits, consequence)));
        if (named.size() > MOST_NAMED) {
            sentences.add("%d more classes are missing from the %s data of some splits"
                    .formatted(named.size() - MOST_NAMED, part));
        }
    }
}
