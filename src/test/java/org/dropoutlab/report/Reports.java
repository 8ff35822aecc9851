package org.dropoutlab.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;

/** Reports of runs that never were. */
public final class Reports {
    private Reports() {}

    /** The report of a run in {@code directory} of one session. */
    public static Report of(Path directory, Study study, DataInfo data, List<TrialResult> results) {
        Manifest manifest = new Manifest(study, 1, data, "here", List.of())
                .withSession(Manifest.Session.begin(
                        List.of("run", "tiny"),
                        new Backend.Status("CpuBackend", "-onednn", "OPENBLAS", true, 1, "float", 1L << 30),
                        "local",
                        2,
                        Map.of()));
        return new Report(RunDirectory.at(directory), manifest, results);
    }
}
