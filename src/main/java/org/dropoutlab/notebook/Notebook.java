package org.dropoutlab.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataMode;
import org.dropoutlab.data.published.Downloader;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.progress.ProgressLines;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.words.Wording;
import org.dropoutlab.run.EngineChoice;
import org.dropoutlab.run.EngineKind;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;

/**
 * The output of an example: on the console and, with {@code --page}, on a Markdown page next to its source that reads like
 * an executed notebook.
 *
 * <p>Jupytext comments divide the source into cells: {@code // %% [markdown]} starts a text cell, {@code // %%} a code cell.
 * Output appears below the cell with the line that called {@link #print} or {@link #show}.
 *
 * <p>Arguments of every example: {@code --page} renders the page, {@code --quick} runs the studies at test size,
 * {@code --full} at the size of their publications, {@code --resume DIR} resumes the run in {@code DIR} instead of starting
 * a new one.
 */
public final class Notebook {
    private static final String SOURCES = "notebooks-equivalent-examples";
    private static final String PAGE = "--page";
    private static final String QUICK = "--quick";
    private static final String FULL = "--full";
    private static final String RESUME = "--resume";
    /** Timeout of a mirror that does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Class<?> example;
    private final List<String> arguments;
    private final Optional<RunDirectory> resumed;
    private final TreeMap<Integer, String> outputByLine = new TreeMap<>();
    private final Path folder;

    private Notebook(Class<?> example, List<String> arguments, Optional<RunDirectory> resumed, Path folder) {
        this.example = example;
        this.arguments = arguments;
        this.resumed = resumed;
        this.folder = folder;
    }

    /**
     * Runs an example and, if requested, renders its page at the end. Exits with status 2 and a one-line message if the
     * user's input is invalid.
     *
     * @param example the calling class, whose source has the cells
     * @param arguments the arguments of its {@code main}
     * @param cells the code of the example
     */
    public static void run(Class<?> example, String[] arguments, Consumer<Notebook> cells) {
        try {
            List<String> flags = new ArrayList<>(List.of(arguments));
            Optional<RunDirectory> resumed = Optional.empty();
            int resume = flags.indexOf(RESUME);
            if (resume >= 0) {
                flags.remove(resume);
                if (resume == flags.size()) {
                    throw new InputException("--resume needs a run directory");
                }
                resumed = Optional.of(RunDirectory.existing(Path.of(flags.remove(resume))));
            }
            for (String flag : flags) {
                if (!Set.of(PAGE, QUICK, FULL).contains(flag)) {
                    throw new InputException("%s takes --page, --quick, --full and --resume DIR, not '%s'"
                            .formatted(example.getSimpleName(), flag));
                }
            }
            if (flags.contains(QUICK) && (flags.contains(PAGE) || flags.contains(FULL))) {
                throw new InputException("--quick cannot be combined with --page or --full");
            }
            Backend.start();
            Path home = Path.of(System.getProperty("dropoutlab.home", ""));
            Path folder = home.resolve(SOURCES).resolve(example.getPackageName().replace('.', '/'));
            Notebook notebook = new Notebook(example, List.copyOf(flags), resumed, folder);
            cells.accept(notebook);
            notebook.renderIfAsked();
        } catch (InputException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** The size at which the example runs its studies. */
    public Scale scale() {
        return arguments.contains(QUICK) ? Scale.QUICK : arguments.contains(FULL) ? Scale.FULL : Scale.DEFAULT;
    }

    /**
     * A data set by name: local files, otherwise a download, otherwise the synthetic stand-in. Its source is printed on the
     * console.
     *
     * @throws InputException if there is no such data set, or if it cannot be read
     */
    public LoadedData load(String dataset) {
        DataLibrary library = new DataLibrary(DataLibrary.directory(Optional.empty()), new Downloader(PATIENCE));
        return library.load(DataLibrary.source(dataset), DataMode.AUTO, System.out::println);
    }

    /**
     * Trains a study in a new directory, or resumes the run given by {@code --resume}, with one parallel trial per processor.
     *
     * @throws InputException if the data are too few for the study's splits, or if the run to resume is a different one
     */
    public Report train(Study study, LoadedData data) {
        return train(prepare(study, data), directory(study));
    }

    /**
     * Prepares a run like {@link #train(Study, LoadedData)}, for examples that change it first.
     *
     * @throws InputException if the data are too few for the study's splits
     */
    public StudyRun prepare(Study study, LoadedData data) {
        int workers = Runtime.getRuntime().availableProcessors();
        return new StudyRun(study, data, EngineChoice.of(EngineKind.LOCAL, workers), commandLine());
    }

    /** The run directory of a study: the one given by {@code --resume}, otherwise a new one. */
    public RunDirectory directory(Study study) {
        return resumed.orElseGet(() -> RunDirectory.fresh(Path.of(""), study.name() + "-example"));
    }

    /**
     * Trains a prepared run, or the rest of it.
     *
     * @param directory its {@linkplain #directory directory}
     * @throws InputException if the run to resume is a different one
     */
    public Report train(StudyRun run, RunDirectory directory) {
        Progress.Factory progress = (trained, known) -> new ProgressLines(trained, known, System.err);
        return resumed.isPresent() ? run.resume(directory, progress) : run.start(directory, progress);
    }

    /**
     * Trains a study of the catalogue on its data set at the example's {@linkplain #scale() size}, and prints its question
     * and size.
     *
     * @param study its name in {@code lab run}
     * @throws InputException as {@link #load} and {@link #train(Study, LoadedData)} do, or if there is no such study
     */
    public Report train(String study) {
        return train(Catalogue.named(study).at(scale()));
    }

    /**
     * Trains a study on its data set, and prints its question and size.
     *
     * @throws InputException as {@link #load} and {@link #train(Study, LoadedData)} do
     */
    public Report train(Study study) {
        LoadedData data = load(study.dataset());
        boolean armsDiffer =
                study.arms().stream().anyMatch(arm -> !study.trainingOf(arm).equals(study.training()));
        print("%s%n%s; %s; data %s, %s"
                .formatted(
                        study.question(),
                        Wording.count(study.arms().size(), "arm"),
                        armsDiffer
                                ? "training examples and epochs differ between arms"
                                : "%s; %d epochs"
                                        .formatted(
                                                study.resampling().describe(),
                                                study.training().epochs()),
                        study.dataset(),
                        data.info().provenance().word()));
        return train(study, data);
    }

    private List<String> commandLine() {
        List<String> typed = new ArrayList<>(List.of("./%s/run".formatted(SOURCES), example.getName()));
        typed.addAll(arguments);
        return typed;
    }

    /** Shows text in a fixed-width font. */
    public void print(String text) {
        System.out.println(text);
        output("```text\n" + text.stripTrailing() + "\n```\n");
    }

    /** Shows a figure; on the console, its caption. */
    public void show(Figure figure) {
        System.out.println("[figure: " + figure.caption() + "]");
        String file = "figures/" + example.getSimpleName() + "-" + figure.name() + ".svg";
        if (arguments.contains(PAGE)) {
            try {
                Files.createDirectories(folder.resolve("figures"));
                Files.write(folder.resolve(file), figure.svg());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        output("![%s](%s)\n".formatted(figure.caption(), file));
    }

    /**
     * Shows the figures of a report whose full name matches a regular expression, in the report's order.
     *
     * @throws IllegalArgumentException if there are none
     */
    public void show(Report report, String names) {
        List<Figure> figures = report.figures().stream()
                .filter(figure -> figure.name().matches(names))
                .toList();
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figure name matches '%s'; figures: %s"
                    .formatted(
                            names, report.figures().stream().map(Figure::name).toList()));
        }
        figures.forEach(this::show);
    }

    private void renderIfAsked() {
        if (!arguments.contains(PAGE)) {
            return;
        }
        String name = example.getSimpleName();
        Path page = folder.resolve(name + ".md");
        try {
            List<String> source = Files.readAllLines(folder.resolve(name + ".java"));
            String command = "./%s/run %s %s".formatted(SOURCES, example.getName(), String.join(" ", arguments));
            Files.writeString(page, new PageRenderer(source, outputByLine).render(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("Page: " + page);
    }

    private void output(String markdown) {
        int line = StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().equals(example.getName()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("not called from " + example)))
                .getLineNumber();
        outputByLine.merge(line, markdown, (before, after) -> before + "\n" + after);
    }
}
