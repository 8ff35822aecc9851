package org.dropoutlab.experiment;

/**
 * What a result says about its data.
 *
 * @param name of the data set
 * @param provenance where its bytes come from
 * @param fingerprint {@code sha256:} and the checksum of its bytes
 * @param examples number of examples
 */
public record DataInfo(String name, Provenance provenance, String fingerprint, int examples) {}
