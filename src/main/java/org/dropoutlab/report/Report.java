package org.dropoutlab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.figures.Progression;
import org.dropoutlab.report.figures.StudyFigures;
import org.dropoutlab.report.sections.InsideView;
import org.dropoutlab.report.sections.Readings;
import org.dropoutlab.report.sections.Section;
import org.dropoutlab.report.words.AdviceWords;
import org.dropoutlab.report.words.ClaimWords;
import org.dropoutlab.report.words.Findings;
import org.dropoutlab.report.words.Wording;

/** Everything that is made from a run's record: {@code summary.json}, {@code curves.csv}, figures and the page. */
public final class Report {
    /** Classes whose numbers of examples are listed. */
    private static final int MOST_COUNTS = 12;

    private final RunDirectory directory;
    private final Manifest manifest;
    private final List<TrialResult> results;
    private final StudySummary summary;
    private final Measures measures;
    private final List<Figure> qualityCurves;
    private final List<Figure> lossCurves;
    private final List<Figure> sweeps;
    private final List<Section> sections;
    private final Figure quality;
    private final Figure gap;
    private final List<Figure> differences;
    private final Figure gapOverEpochs;
    private final InsideView inside;
    private final List<Figure> confusion;
    private final List<Figure> predictions;
    private final List<Figure> filters;

    /**
     * @param directory where the files go
     * @param manifest what the run was
     * @param results one per trial, in any order
     */
    public Report(RunDirectory directory, Manifest manifest, List<TrialResult> results) {
        this.directory = directory;
        this.manifest = manifest;
        this.results = results.stream()
                .sorted(Comparator.comparing(TrialResult::id, TrialId.BY_PAIR)
                        .thenComparingInt(r -> manifest.study().armNames().indexOf(r.id().arm())))
                .toList();
        this.summary = StudySummary.of(manifest.study(), manifest.data(), this.results);
        StudyFigures drawn = new StudyFigures(summary, this.results);
        this.measures = manifest.data().measures();
        this.qualityCurves = drawn.curves(Progression.QUALITY);
        this.lossCurves = drawn.curves(Progression.LOSS);
        this.sweeps = drawn.sweeps();
        this.sections = new Readings(summary, this.results).sections();
        this.quality = drawn.arms(
                measures.quality(), Wording.capital(measures.quality().words()) + " " + Wording.when(manifest.study()));
        this.gapOverEpochs = drawn.gapOverEpochs();
        this.inside = new InsideView(directory, manifest, this.results);
        this.confusion = inside.confusion();
        this.predictions = inside.predictions();
        this.filters = inside.filters();
        this.gap = drawn.arms(measures.gap(), "Generalization gap: training − test " + measures.qualityWords());
        this.differences = summary.comparisons().isEmpty()
                ? List.of()
                : List.of(
                        drawn.differences(
                                measures.quality(),
                                Wording.capital(measures.quality().words()) + ": arm − baseline (right is better)"),
                        drawn.differences(
                                measures.gap(),
                                Wording.capital(measures.gap().words()) + ": arm − baseline (left is better)"));
    }

    /** Which arm to use, why, and what it costs, a sentence or two each; none of a study that gives no advice. */
    public List<String> advice() {
        return AdviceWords.of(summary)
                .map(words -> Stream.of(
                                List.of(words.answer()),
                                words.cost(results).stream().toList(),
                                words.reasons())
                        .flatMap(List::stream)
                        .toList())
                .orElse(List.of());
    }

    /** The result. */
    public StudySummary summary() {
        return summary;
    }

    /** Every figure of the page, in its order. */
    public List<Figure> figures() {
        return Stream.of(
                        sweeps,
                        sections.stream()
                                .flatMap(section -> section.figures().stream())
                                .toList(),
                        qualityCurves,
                        lossCurves,
                        List.of(quality, gap, gapOverEpochs),
                        differences,
                        confusion,
                        predictions,
                        filters)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Writes all files.
     *
     * @return the page
     */
    public Path write() {
        directory.write("summary.json", SummaryJson.of(summary));
        directory.write("curves.csv", CurvesCsv.of(results, measures));
        for (Figure figure : figures()) {
            directory.write("figures/" + figure.name() + ".svg", figure.svg());
            directory.write("figures/" + figure.name() + ".png", figure.png());
        }
        Map<String, Object> page = new HashMap<>();
        page.put("study", manifest.study());
        page.put("when", Wording.when(manifest.study()));
        page.put("findings", Findings.of(summary));
        page.put("sweepFigures", sweeps);
        page.put("sections", sections);
        page.put("lossFigures", lossCurves);
        page.put("qualityFigures", qualityCurves);
        page.put("qualityFigure", quality);
        page.put("measures", measures);
        page.put("gapFigure", gap);
        page.put("gapOverEpochsFigure", gapOverEpochs);
        page.put("differenceFigures", differences);
        page.put("pairing", Wording.pairing(manifest.study().resampling()));
        page.put("claims", claims());
        page.put("confusionFigures", confusion);
        page.put("predictionFigures", predictions);
        page.put("filterFigures", filters);
        page.put("stages", stages());
        page.put("correlations", likeness());
        page.put("advice", advice());
        page.put("own", manifest.data().provenance() == Provenance.OWN);
        boolean synthetic = manifest.data().provenance() == Provenance.SYNTHETIC;
        page.put("published", summary.arms().stream().anyMatch(arm -> !summary.published(arm)
                .isEmpty()));
        page.put(
                "publishedWhyNot",
                synthetic
                        ? "published numbers do not apply to synthetic data."
                        : "nobody published a number for these arms.");
        page.put("arms", summary.arms().stream().map(this::armRow).toList());
        page.put("comparisons", comparisonGroups());
        page.put("caveats", caveats());
        page.put("facts", facts());
        return directory.write("report.html", render(page));
    }

    /**
     * A claim with what was measured, in words.
     *
     * @param statement what is claimed
     * @param source who claims it
     * @param measured what was measured
     * @param answer what the two come to
     */
    public record AnsweredClaim(String statement, String source, String measured, String answer) {}

    /** What arms chose, what the study's probes found, and what arms cost. */
    public List<Section> sections() {
        return sections;
    }

    /** The stages of feature maps, from the input upwards; none if the networks have no feature maps. */
    public List<String> stages() {
        return inside.stages();
    }

    /** How alike units of feature maps are, an entry for each arm of image networks. */
    public List<InsideView.MapLikeness> likeness() {
        return inside.likeness();
    }

    /** What the study's sources claim, each answered. */
    public List<AnsweredClaim> claims() {
        ClaimWords words = new ClaimWords(summary, results);
        return summary.claims().stream()
                .map(check -> new AnsweredClaim(
                        check.claim().statement(),
                        check.claim().source(),
                        words.measured(check),
                        check.answer().words()))
                .toList();
    }

    private static byte[] render(Map<String, Object> page) {
        StringWriter html = new StringWriter();
        ClasspathLoader loader = new ClasspathLoader(Report.class.getClassLoader());
        loader.setPrefix("org/dropoutlab/report");
        try {
            new PebbleEngine.Builder()
                    .loader(loader)
                    .strictVariables(true)
                    .build()
                    .getTemplate("report.html")
                    .evaluate(html, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return html.toString().getBytes(UTF_8);
    }

    private Map<String, Object> armRow(ArmSummary arm) {
        Map<String, Object> row = new HashMap<>();
        row.put("name", arm.arm().name());
        row.put("description", arm.arm().describe());
        row.put("completed", arm.completed());
        row.put("diverged", arm.diverged());
        Metric test = measures.quality();
        row.put("trainQuality", mean(arm, measures.trainQuality()));
        row.put("quality", mean(arm, test));
        row.put(
                "qualitySd",
                arm.estimate(test)
                        .flatMap(Estimate::sd)
                        .map(sd -> Wording.value(test, sd))
                        .orElse("–"));
        row.put("qualityInterval", Wording.interval(test, arm.estimate(test).flatMap(Estimate::ci95)));
        row.put("gap", mean(arm, measures.gap()));
        row.put("loss", mean(arm, measures.loss()));
        row.put("lossGap", mean(arm, measures.lossGap()));
        List<Published> published = summary.published(arm);
        row.put(
                "published",
                published.stream()
                        .map(p -> Map.of("value", Wording.percent(p.value()), "source", p.source()))
                        .toList());
        return row;
    }

    private static String mean(ArmSummary arm, Metric metric) {
        return arm.estimate(metric)
                .map(estimate -> Wording.value(metric, estimate.mean()))
                .orElse("–");
    }

    /** The comparisons of each metric; the losses are folded away, for those who want them. */
    private List<Map<String, Object>> comparisonGroups() {
        return Arrays.stream(Metric.values())
                .filter(metric -> !summary.comparisons(metric).isEmpty())
                .map(metric -> Map.of(
                        "metric", metric.words(),
                        "open", List.of(measures.quality(), measures.gap()).contains(metric),
                        "rows",
                                summary.comparisons(metric).stream()
                                        .map(Report::comparisonRow)
                                        .toList()))
                .toList();
    }

    private static Map<String, Object> comparisonRow(Comparison c) {
        return Map.ofEntries(
                Map.entry("arm", c.arm()),
                Map.entry("baseline", c.baseline()),
                Map.entry("changes", String.join(", ", c.changes())),
                Map.entry("caveat", !c.caveat().isEmpty()),
                Map.entry("pairs", c.pairs()),
                Map.entry("lost", c.lostPairs()),
                Map.entry(
                        "difference",
                        c.difference().map(d -> Wording.amount(c.metric(), d)).orElse("–")),
                Map.entry("interval", Wording.differenceInterval(c.metric(), c.ci95())),
                Map.entry("p", Wording.pValue(c.pValue())),
                Map.entry("adjusted", Wording.pValue(c.adjustedPValue())),
                Map.entry("verdict", c.verdict().words()));
    }

    /** How many examples each class has, or the ends of many, and what guessing comes to. */
    private Optional<String> classes() {
        return manifest.data().largestClass().map(largest -> {
            List<String> names = manifest.data().classes();
            List<Integer> counts = manifest.data().classCounts();
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
            return "%s; always guessing %s has an accuracy of %s"
                    .formatted(all, largest.name(), Wording.percent(largest.share()));
        });
    }

    private static String count(String name, int examples) {
        return String.format(Locale.ROOT, "%s (%,d)", name, examples);
    }

    private List<String> caveats() {
        return summary.comparisons().stream()
                .map(Comparison::caveat)
                .filter(caveat -> !caveat.isEmpty())
                .distinct()
                .toList();
    }

    private List<Map.Entry<String, String>> facts() {
        List<Map.Entry<String, String>> facts = new ArrayList<>();
        Manifest.Session first = manifest.sessions().get(0);
        facts.add(Map.entry("Command", String.join(" ", first.commandLine())));
        facts.add(Map.entry(
                "Data",
                "%s, %s (%s), %d examples, %s"
                        .formatted(
                                manifest.data().name(),
                                manifest.data().provenance().word(),
                                manifest.dataOrigin(),
                                manifest.data().examples(),
                                manifest.data().fingerprint())));
        classes().ifPresent(classes -> facts.add(Map.entry("Classes", classes)));
        facts.add(Map.entry(
                "Protocol",
                "%s; %d epochs, mini-batches of %d; seed %d"
                        .formatted(
                                manifest.study().resampling().describe(),
                                manifest.study().training().epochs(),
                                manifest.study().training().batchSize(),
                                manifest.seed())));
        facts.add(Map.entry(
                "Network",
                "%s, %,d parameters"
                        .formatted(
                                manifest.study().network().describe(),
                                results.get(0).parameters())));
        for (int i = 0; i < manifest.sessions().size(); i++) {
            Manifest.Session session = manifest.sessions().get(i);
            facts.add(Map.entry(
                    i == 0 ? "Run" : "Resumed",
                    "%s to %s, %s, engine %s, %s"
                            .formatted(
                                    session.start(),
                                    session.end().orElse("(stopped)"),
                                    Wording.count(session.workers(), "worker"),
                                    session.engine(),
                                    Wording.steps(session.steps()))));
            facts.add(Map.entry(
                    "Software",
                    "dropout-lab %s, commit %s%s; Deeplearning4j %s; %s%s on %s, %s; oneDNN %s; %d native thread per trial; %s"
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
                                    session.backend().threadsPerTrial(),
                                    session.backend().dataType())));
            facts.add(Map.entry(
                    "Machine",
                    "%s, %s"
                            .formatted(
                                    session.machine().cpu(),
                                    Wording.count(session.machine().cores(), "core"))));
        }
        return facts;
    }
}
