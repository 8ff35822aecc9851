package org.dropoutlab.experiment;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.measurement.Measures;

/**
 * What a result says about its data.
 *
 * @param name of the data set
 * @param provenance where its bytes come from
 * @param fingerprint {@code sha256:} and the checksum of its bytes
 * @param examples number of examples
 * @param classes names of the classes, in the order of their numbers; none where a number is predicted
 * @param classCounts examples of each class; empty if they were not counted
 */
public record DataInfo(
        String name,
        Provenance provenance,
        String fingerprint,
        int examples,
        List<String> classes,
        List<Integer> classCounts) {
    public DataInfo {
        classes = List.copyOf(classes);
        classCounts = List.copyOf(classCounts);
        if (!classCounts.isEmpty() && classCounts.size() != classes.size()) {
            throw new IllegalArgumentException("%d counts of %d classes".formatted(classCounts.size(), classes.size()));
        }
    }

    /** Of data whose classes were not counted. */
    public DataInfo(String name, Provenance provenance, String fingerprint, int examples, List<String> classes) {
        this(name, provenance, fingerprint, examples, classes, List.of());
    }

    /** What is measured on the data: that of numbers where there are no classes. */
    public Measures measures() {
        return classes.isEmpty() ? Measures.REGRESSION : Measures.CLASSIFICATION;
    }

    /**
     * A class and its share of the examples.
     *
     * @param name of the class
     * @param share fraction of the examples: the accuracy of always guessing this class
     */
    public record ClassShare(String name, double share) {}

    /** The class with the most examples, the first of equals; empty if they were not counted. */
    public Optional<ClassShare> largestClass() {
        if (classCounts.isEmpty()) {
            return Optional.empty();
        }
        int most = Collections.max(classCounts);
        int all = classCounts.stream().mapToInt(Integer::intValue).sum();
        return Optional.of(new ClassShare(classes.get(classCounts.indexOf(most)), (double) most / all));
    }
}
