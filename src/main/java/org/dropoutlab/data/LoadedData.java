package org.dropoutlab.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.Provenance;

/**
 * A data set in memory with its metadata.
 *
 * @param examples the examples
 * @param info name, provenance and fingerprint
 * @param origin its source, as a phrase for the console and the report
 * @param profile what it holds; empty for data that are known or no table
 */
public record LoadedData(Examples examples, DataInfo info, String origin, Optional<DataProfile> profile) {

    /** A data set without a profile. */
    public LoadedData(Examples examples, DataInfo info, String origin) {
        this(examples, info, origin, Optional.empty());
    }

    /**
     * Examples with their metadata, class counts included.
     *
     * @param name of the data set
     * @param sha256 checksum of its bytes, in lower-case hexadecimal
     */
    public static LoadedData of(Examples examples, String name, Provenance provenance, String sha256, String origin) {
        List<Integer> counts = examples.isRegression()
                ? List.of()
                : Arrays.stream(examples.classCounts()).boxed().toList();
        return new LoadedData(
                examples,
                new DataInfo(name, provenance, "sha256:" + sha256, examples.size(), examples.classes(), counts),
                origin);
    }

    /** The same with other examples, such as these with keys for their splits. */
    public LoadedData with(Examples others) {
        return new LoadedData(others, info, origin, profile);
    }

    /** The same with a test set from elsewhere. */
    public LoadedData withTest(Examples both, String sha256, String testOrigin) {
        LoadedData joined = of(
                both,
                info.name(),
                info.provenance(),
                Checksum.sha256((info.fingerprint() + " " + sha256).getBytes(US_ASCII)),
                origin + ", test set " + testOrigin);
        return new LoadedData(both, joined.info().withWarnings(info.warnings()), joined.origin(), profile);
    }

    /** The same with these warnings. */
    public LoadedData withWarnings(List<DataWarning> warnings) {
        return new LoadedData(examples, info.withWarnings(warnings), origin, profile);
    }

    /** The same with what was noticed in it. */
    public LoadedData noticed(List<DataWarning> warnings, DataProfile holds) {
        return new LoadedData(examples, info.withWarnings(warnings), origin, Optional.of(holds));
    }
}
