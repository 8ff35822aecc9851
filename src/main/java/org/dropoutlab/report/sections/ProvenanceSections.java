package org.dropoutlab.report.sections;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.TypedCommand;
import org.dropoutlab.report.words.ClusterWords;
import org.dropoutlab.report.words.Wording;

/** Where the numbers come from: data, protocol, network, software and machine. */
final class ProvenanceSections {
    /** Maximum number of classes listed with their sizes. */
    private static final int MOST_COUNTS = 12;

    /** The engine whose trials run on other machines than the session's. */
    private static final String SPARK = "spark";

    private ProvenanceSections() {}

    static List<Section> of(RunResults run) {
        return List.of(
                new Section(
                        "Provenance",
                        new Part.Table(List.of(), Set.of(0, 1), facts(run)),
                        new Part.Note(
                                "The raw data are saved alongside this page: trials.jsonl, summary.json, curves.csv, manifest.json, figures/.")));
    }

    private static List<List<String>> facts(RunResults run) {
        Manifest manifest = run.manifest();
        DataInfo data = manifest.data();
        Study study = manifest.study();
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("Command", new TypedCommand(manifest.sessions().get(0).commandLine()).quoted()));
        facts.add(List.of(
                "Data",
                "%s, %s (%s), %d examples, %s"
                        .formatted(
                                data.name(),
                                data.provenance().word(),
                                manifest.dataOrigin(),
                                data.examples(),
                                data.fingerprint())));
        classes(data).ifPresent(classes -> facts.add(List.of("Classes", classes)));
        facts.add(List.of(
                "Protocol",
                "%s; %d epochs, mini-batches of %d; seed %d"
                        .formatted(
                                study.resampling().describe(),
                                study.training().epochs(),
                                study.training().batchSize(),
                                manifest.seed())));
        facts.add(List.of(
                "Network",
                "%s, %,d parameters"
                        .formatted(
                                study.network().describe(), run.trials().get(0).parameters())));
        String began = "Run";
        for (Manifest.Session session : manifest.sessions()) {
            facts.addAll(session(began, session));
            began = "Resumed";
        }
        return facts;
    }

    private static List<List<String>> session(String began, Manifest.Session session) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(
                began,
                Stream.of(
                                "%s to %s"
                                        .formatted(
                                                session.start(), session.end().orElse("(stopped)")),
                                parallel(session),
                                "engine: " + session.engine(),
                                Wording.steps(session.steps()))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "))));
        facts.add(List.of(
                "Software",
                "dropout-lab %s, commit %s%s; Deeplearning4j %s; %s%s on %s, %s; oneDNN %s; %s per trial; %s"
                        .formatted(
                                session.software().version(),
                                session.software().commit(),
                                session.software().modified() ? " (modified)" : "",
                                session.software().dl4j(),
                                session.backend().backend(),
                                session.backend().variant(),
                                session.machine().os(),
                                session.machine().jvm(),
                                session.backend().oneDnn() ? "on" : "off",
                                Wording.count(session.backend().threadsPerTrial(), "native thread"),
                                session.backend().dataType())));
        facts.add(List.of(
                session.engine().equals(SPARK) ? "Machine of the driver" : "Machine",
                session.machine().cpu() + ", " + Wording.count(session.machine().cores(), "core")));
        session.cluster().ifPresent(cluster -> {
            facts.add(List.of("Cluster", ClusterWords.inAll(cluster)));
            ClusterWords.processors(cluster).ifPresent(kinds -> facts.add(List.of("Processors", kinds)));
        });
        return facts;
    }

    /** The number of parallel trials; empty for a session that was stopped before its cluster was recorded. */
    private static String parallel(Manifest.Session session) {
        return session.cluster()
                .map(cluster -> Wording.count(cluster.cores(), "core"))
                .orElse(session.engine().equals(SPARK) ? "" : Wording.count(session.workers(), "worker"));
    }

    /** Class sizes, only the extremes if there are many, and the accuracy of predicting the largest class. */
    private static Optional<String> classes(DataInfo data) {
        return data.largestClass().map(largest -> {
            List<String> names = data.classes();
            List<Integer> counts = data.classCounts();
            int fewest = counts.indexOf(Collections.min(counts));
            String all = names.size() <= MOST_COUNTS
                    ? IntStream.range(0, names.size())
                            .mapToObj(i -> count(names.get(i), counts.get(i)))
                            .collect(Collectors.joining(", "))
                    : "%d, from %s to %s"
                            .formatted(
                                    names.size(),
                                    count(names.get(fewest), counts.get(fewest)),
                                    count(largest.name(), Collections.max(counts)));
            return "%s; always predicting '%s' scores %s"
                    .formatted(all, largest.name(), Wording.percent(largest.share()));
        });
    }

    private static String count(String name, int examples) {
        return String.format(Locale.ROOT, "%s (%,d)", name, examples);
    }
}
