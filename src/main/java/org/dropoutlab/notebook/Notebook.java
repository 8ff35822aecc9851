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
import org.dropoutlab.run.EngineKind;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;

/**
 * What an example shows: on the console as it runs and, when it is run with {@code --page}, on a Markdown page beside
 * its source that reads like an executed notebook.
 *
 * <p>The source is divided into cells by the comments that Jupytext knows from Python: {@code // %% [markdown]} begins a
 * text, {@code // %%} begins code. Every output stands below the code that made it; it is found by the line from which
 * {@link #print} or {@link #show} was called.
 *
 * <p>Arguments of every example: {@code --page} renders the page, {@code --quick} runs its studies at a size for tests,
 * {@code --full} at their publications', {@code --resume DIR} goes on with the run in {@code DIR} instead of a new one.
 */
public final class Notebook {
    private static final String SOURCES = "notebooks-equivalent-examples";
    private static final String PAGE = "--page";
    private static final String QUICK = "--quick";
    private static final String FULL = "--full";
    private static final String RESUME = "--resume";
    /** With a mirror that does not answer. */
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
     * Runs an example, and renders its page if that was asked for and the example came to its end. Ends the process with
     * status 2 and one line if what the user gave cannot be used.
     *
     * @param example the class that calls, and whose source has the cells
     * @param arguments those of its {@code main}
     * @param cells what the example does
     */
    public static void run(Class<?> example, String[] arguments, Consumer<Notebook> cells) {
        try {
            List<String> flags = new ArrayList<>(List.of(arguments));
            Optional<RunDirectory> resumed = Optional.empty();
            int resume = flags.indexOf(RESUME);
            if (resume >= 0) {
                flags.remove(resume);
                if (resume == flags.size()) {
                    throw new InputException("--resume needs the directory of a run");
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
     * A data set by its name: the files of the data directory, else what can be downloaded, else the synthetic stand-in.
     * The console says where it comes from.
     *
     * @throws InputException if there is no such data set, or if it cannot be read
     */
    public LoadedData load(String dataset) {
        DataLibrary library = new DataLibrary(DataLibrary.directory(Optional.empty()), new Downloader(PATIENCE));
        return library.load(DataLibrary.source(dataset), DataMode.AUTO, System.out::println);
    }

    /**
     * Trains a study: goes on with the run that {@code --resume} names, else in a new directory; as many trials at a time
     * as there are processors.
     *
     * @throws InputException if the data cannot be split as the study wants, or if the run that {@code --resume} names is
     *     another one
     */
    public Report train(Study study, LoadedData data) {
        return train(prepare(study, data), directory(study));
    }

    /**
     * A run of a study as {@link #train(Study, LoadedData)} makes it, for examples that want something else of it as well.
     *
     * @throws InputException if the data cannot be split as the study wants
     */
    public StudyRun prepare(Study study, LoadedData data) {
        int workers = Runtime.getRuntime().availableProcessors();
        return new StudyRun(study, data, EngineKind.LOCAL, workers, commandLine());
    }

    /** Where a study's run leaves its files: the directory that {@code --resume} names, else a new one. */
    public RunDirectory directory(Study study) {
        return resumed.orElseGet(() -> RunDirectory.fresh(Path.of(""), study.name() + "-example"));
    }

    /**
     * Trains what was prepared, or what is left of it.
     *
     * @param directory its {@linkplain #directory directory}
     * @throws InputException if the run that {@code --resume} names is another one
     */
    public Report train(StudyRun run, RunDirectory directory) {
        Progress.Factory progress = (trained, known) -> new ProgressLines(trained, known, System.err);
        return resumed.isPresent() ? run.resume(directory, progress) : run.start(directory, progress);
    }

    /**
     * Trains a study of the catalogue on its data set at the example's {@linkplain #scale() size}, and prints what it asks
     * and how large it is.
     *
     * @param study its name, as {@code lab run} knows it
     * @throws InputException as {@link #load} and {@link #train(Study, LoadedData)} do, or if there is no such study
     */
    public Report train(String study) {
        return train(Catalogue.named(study).at(scale()));
    }

    /**
     * Trains a study on its data set, and prints what it asks and how large it is.
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

    /** Shows text, in a fixed-width font. */
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
     * Shows those figures of a report whose whole name matches a regular expression, in the report's order.
     *
     * @throws IllegalArgumentException if there is none
     */
    public void show(Report report, String names) {
        List<Figure> figures = report.figures().stream()
                .filter(figure -> figure.name().matches(names))
                .toList();
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figure's name matches '%s', of: %s"
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
