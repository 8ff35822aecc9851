package org.dropoutlab.data;

import org.dropoutlab.experiment.DataInfo;

/**
 * A data set in memory, with what is known about it.
 *
 * @param examples the examples
 * @param info name, provenance and fingerprint
 * @param origin where it came from, as a phrase for the console and the report
 */
public record LoadedData(Examples examples, DataInfo info, String origin) {}
