package org.dropoutlab.experiment;

import java.util.List;

/**
 * What a result says about its data.
 *
 * @param name of the data set
 * @param provenance where its bytes come from
 * @param fingerprint {@code sha256:} and the checksum of its bytes
 * @param examples number of examples
 * @param classes names of the classes, in the order of their numbers
 */
public record DataInfo(String name, Provenance provenance, String fingerprint, int examples, List<String> classes) {
    public DataInfo {
        classes = List.copyOf(classes);
    }
}
