package org.dropoutlab.report;

import java.util.List;
import java.util.Map;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;

/** Reports of made-up runs. */
public final class Reports {
    private Reports() {}

    /** The report of a run with one session. */
    public static Report of(RunDirectory directory, Study study, DataInfo data, List<TrialResult> results) {
        Manifest manifest = new Manifest(study, 1, data, "here", List.of())
                .withSession(Manifest.Session.begin(
                        List.of("run", "tiny"),
                        new Backend.Status("CpuBackend", "-onednn", "OPENBLAS", true, 1, "float", 1L << 30),
                        "local",
                        2,
                        Map.of()));
        return new Report(directory, manifest, results);
    }
}
