package org.dropoutlab.experiment;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.measurement.Measures;

/**
 * A data set's description in results.
 *
 * @param name name of the data set
 * @param provenance origin of its bytes
 * @param fingerprint {@code sha256:} followed by the checksum of its bytes
 * @param examples number of examples
 * @param classes names of the classes, in the order of their numbers; empty for regression
 * @param classCounts examples of each class; empty if not counted
 * @param warnings what in them could make a result wrong or misleading
 */
public record DataInfo(
        String name,
        Provenance provenance,
        String fingerprint,
        int examples,
        List<String> classes,
        List<Integer> classCounts,
        List<DataWarning> warnings) {
    public DataInfo {
        classes = List.copyOf(classes);
        classCounts = List.copyOf(classCounts);
        warnings = List.copyOf(warnings);
        if (!classCounts.isEmpty() && classCounts.size() != classes.size()) {
            throw new IllegalArgumentException("%d counts, %d classes".formatted(classCounts.size(), classes.size()));
        }
    }

    /** A description without class counts. */
    public DataInfo(String name, Provenance provenance, String fingerprint, int examples, List<String> classes) {
        this(name, provenance, fingerprint, examples, classes, List.of());
    }

    /** A description without warnings. */
    public DataInfo(
            String name,
            Provenance provenance,
            String fingerprint,
            int examples,
            List<String> classes,
            List<Integer> classCounts) {
        this(name, provenance, fingerprint, examples, classes, classCounts, List.of());
    }

    /** The same with these warnings in place of its own. */
    public DataInfo withWarnings(List<DataWarning> others) {
        return new DataInfo(name, provenance, fingerprint, examples, classes, classCounts, others);
    }

    /** Whether both describe the same data. Warnings do not count: another version may notice more. */
    public boolean isOfSameData(DataInfo other) {
        return withWarnings(List.of()).equals(other.withWarnings(List.of()));
    }

    /** The metrics for the data: for regression if there are no classes. */
    public Measures measures() {
        return classes.isEmpty() ? Measures.REGRESSION : Measures.CLASSIFICATION;
    }

    /**
     * A class and its share of the examples.
     *
     * @param name name of the class
     * @param share fraction of the examples: the accuracy of always predicting this class
     */
    public record ClassShare(String name, double share) {}

    /** The class with the most examples, the first in a tie; empty if not counted. */
    public Optional<ClassShare> largestClass() {
        if (classCounts.isEmpty()) {
            return Optional.empty();
        }
        int most = Collections.max(classCounts);
        int all = classCounts.stream().mapToInt(Integer::intValue).sum();
        return Optional.of(new ClassShare(classes.get(classCounts.indexOf(most)), (double) most / all));
    }
}
