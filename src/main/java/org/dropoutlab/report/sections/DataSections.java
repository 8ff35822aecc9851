package org.dropoutlab.report.sections;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.ColumnProfile;
import org.dropoutlab.data.DataProfile;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.Json;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.figures.SmallBars;
import org.dropoutlab.report.words.ProfileWords;
import org.dropoutlab.report.words.WarningWords;

/** What a user's table holds, what becomes of its columns, and what was noticed in it. */
public final class DataSections {
    private static final String FILE = "columns.json";

    private DataSections() {}

    /** Keeps a profile in a run directory, for the report. */
    public static void keep(RunDirectory directory, DataProfile profile) {
        try {
            directory.write(FILE, Json.pretty().writeValueAsBytes(profile));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Section> of(RunResults run) {
        List<DataWarning> warnings = run.manifest().data().warnings();
        Optional<DataProfile> profile = run.directory().read(FILE).map(bytes -> parse(run.directory(), bytes));
        if (warnings.isEmpty() && profile.isEmpty()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        if (!warnings.isEmpty()) {
            parts.add(new Part.Warnings(warnings.stream().map(WarningWords::of).toList()));
        }
        profile.ifPresent(kept -> {
            parts.add(columns(kept));
            kept.notes().forEach(note -> parts.add(new Part.Note(WarningWords.sentence(note))));
        });
        return List.of(new Section("The data", parts));
    }

    private static Part columns(DataProfile profile) {
        return new Part.Drawn(
                List.of("column", "type", "missing", "distinct", "values", "use", "distribution"),
                profile.columns().stream()
                        .map(column -> List.of(
                                column.name(),
                                column.kind().word(),
                                column.missing() == 0 ? "" : ProfileWords.count(column.missing()),
                                ProfileWords.distinct(column),
                                ProfileWords.values(column),
                                column.fate()))
                        .toList(),
                profile.columns().stream()
                        .map(column -> SmallBars.svg(
                                column.histogram(), words(column), column.role() == ColumnProfile.Role.LABEL))
                        .toList());
    }

    private static String words(ColumnProfile column) {
        return "Distribution of " + column.name();
    }

    private static DataProfile parse(RunDirectory directory, byte[] bytes) {
        try {
            return Json.lines().readValue(bytes, DataProfile.class);
        } catch (IOException e) {
            throw new InputException(
                    directory.path().resolve(FILE) + ": not a description of columns that this version can read", e);
        }
    }
}
