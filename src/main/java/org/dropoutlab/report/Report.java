package org.dropoutlab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.outputs.OutputTopics;
import org.dropoutlab.report.sections.RunResults;
import org.dropoutlab.report.sections.Section;
import org.dropoutlab.report.sections.Topics;
import org.dropoutlab.report.words.AdviceWords;
import org.dropoutlab.report.words.ClaimWords;
import org.dropoutlab.report.words.Findings;

/** Everything made from a run's record: {@code summary.json}, {@code curves.csv}, figures and the page. */
public final class Report {
    private final RunResults run;
    private final List<Section> details;
    private final List<Section> page;

    /**
     * @param directory the run directory
     * @param manifest the run's record
     * @param results one per trial, in any order
     */
    public Report(RunDirectory directory, Manifest manifest, List<TrialResult> results) {
        this.run = RunResults.of(directory, manifest, results);
        this.details = run.sections(Topics.DETAILS);
        this.page = Stream.of(
                        run.sections(Topics.RESULT),
                        details,
                        run.sections(OutputTopics.ALL),
                        run.sections(Topics.EVIDENCE))
                .flatMap(List::stream)
                .toList();
    }

    /** The result. */
    public StudySummary summary() {
        return run.summary();
    }

    /** The saved model of an arm; empty if the run keeps none, or none of this arm. */
    public Optional<Path> model(String arm) {
        return Optional.of(run.directory().models().resolve(TrialId.fileNameOf(arm) + ".zip"))
                .filter(Files::isRegularFile);
    }

    /** The recommendation, its reasons and its cost, one or two sentences each; empty if the study gives none. */
    public List<String> advice() {
        return AdviceWords.of(summary())
                .map(words -> Stream.of(
                                List.of(words.answer()),
                                words.cost(run.trials()).stream().toList(),
                                words.reasons())
                        .flatMap(List::stream)
                        .toList())
                .orElse(List.of());
    }

    /** The sources' claims, each with an answer. */
    public List<ClaimWords.Answered> claims() {
        return new ClaimWords(summary(), run.trials()).answered();
    }

    /** Sections about levels chosen, probes and costs. */
    public List<Section> sections() {
        return details;
    }

    /**
     * A section of the page by its heading.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Section section(String heading) {
        return page.stream()
                .filter(section -> section.heading().equals(heading))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no section has the heading '%s', of: %s"
                        .formatted(heading, page.stream().map(Section::heading).toList())));
    }

    /** Every figure of the page, in its order. */
    public List<Figure> figures() {
        return page.stream().flatMap(section -> section.figures().stream()).toList();
    }

    /**
     * Writes all files.
     *
     * @return the page
     */
    public Path write() {
        RunDirectory directory = run.directory();
        directory.write("summary.json", SummaryJson.of(summary()));
        CompletableFuture<Path> curves = CompletableFuture.supplyAsync(
                () -> directory.write("curves.csv", CurvesCsv.of(run.trials(), run.measures())));
        // Each figure has its own chart: different figures can be drawn at the same time.
        Map<Figure, String> images =
                figures().parallelStream().distinct().collect(Collectors.toMap(Function.identity(), this::write));
        curves.join();
        return directory.write(
                "report.html",
                render(Map.of(
                        "study", run.manifest().study(),
                        "findings", Findings.of(summary()),
                        "advice", advice(),
                        "images", images,
                        "sections", page)));
    }

    /** Writes the files of a figure and returns its data URI. */
    private String write(Figure figure) {
        byte[] svg = figure.svg();
        run.directory().write("figures/" + figure.name() + ".svg", svg);
        run.directory().write("figures/" + figure.name() + ".png", figure.png());
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg);
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
}
