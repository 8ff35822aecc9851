package org.dropoutlab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.layer.ClassWeightedLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/** The floors of the house: dependencies point one way. */
class DependenciesTest {
    private static final Path ROOMS = Path.of("src/main/java/org/dropoutlab");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.dropoutlab");
    private static final String[] DEEPLEARNING4J = {"org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."};

    @Test
    void roomsHaveNoCycles() {
        slices().matching("org.dropoutlab.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("org.dropoutlab.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void plainRoomsKnowNothingOfDeeplearning4j() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.dropoutlab.cli..",
                        "org.dropoutlab.data..",
                        "org.dropoutlab.evaluation..",
                        "org.dropoutlab.experiment..",
                        "org.dropoutlab.measurement..",
                        "org.dropoutlab.network..",
                        "org.dropoutlab.notebook..",
                        "org.dropoutlab.optimization..",
                        "org.dropoutlab.progress..",
                        "org.dropoutlab.record..",
                        "org.dropoutlab.regularization..",
                        "org.dropoutlab.report..",
                        "org.dropoutlab.run..",
                        "org.dropoutlab.scoring..",
                        "org.dropoutlab.study",
                        "org.dropoutlab.study.catalogue..",
                        "org.dropoutlab.study.tuning..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DEEPLEARNING4J)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "backend,",
        "measurement,",
        "network,",
        "optimization,",
        "regularization,",
        "scoring, measurement",
        "experiment, measurement network optimization regularization",
        "evaluation, measurement experiment network optimization regularization scoring",
        "data, experiment",
        "natives,",
        "convolution, backend dl4j natives optimization regularization",
        "steps, convolution dl4j natives optimization regularization scoring",
        "dl4j, data natives network optimization regularization scoring",
        "montecarlo, dl4j regularization scoring",
        "batches, data dl4j experiment network regularization scaling steps",
        "datavec, data experiment scaling",
        "progress, experiment measurement record report"
    })
    void aRoomImportsOnlyTheRoomsBelowIt(String room, String below) {
        List<String> allowed = Stream.concat(
                        Stream.of(room), below == null ? Stream.empty() : Arrays.stream(below.split(" ")))
                .map(name -> "org.dropoutlab." + name)
                .toList();
        classes()
                .that()
                .resideInAPackage("org.dropoutlab." + room + "..")
                .should()
                .onlyDependOnClassesThat(describe(
                        "are outside the project or in one of " + allowed,
                        (JavaClass c) -> !c.getPackageName().startsWith("org.dropoutlab")
                                || allowed.stream()
                                        .anyMatch(name -> c.getPackageName().equals(name)
                                                || c.getPackageName().startsWith(name + "."))))
                .check(CLASSES);
    }

    /** A class that is missing in {@code dl4j.json.OwnClass} could be saved with a model and not be read again. */
    @Test
    void whateverConfigurationsCanBeMadeOfIsListed() {
        List<Class<?>> parts = List.of(
                Layer.class,
                IDropout.class,
                IWeightNoise.class,
                LayerConstraint.class,
                IActivation.class,
                ILossFunction.class,
                IUpdater.class,
                ISchedule.class);
        assertThat(CLASSES.stream()
                        .filter(type -> type.getPackageName().startsWith("org.dropoutlab.dl4j"))
                        .filter(type -> parts.stream().anyMatch(type::isAssignableTo))
                        // Takes a loss's place only while a network is trained.
                        .filter(type -> !type.isEquivalentTo(ClassWeightedLoss.class))
                        .map(JavaClass::getName))
                .as("classes in OwnClass")
                .isNotEmpty()
                .allSatisfy(name -> assertThatNoException()
                        .isThrownBy(() -> SafeConfiguration.check("{\"@class\":\"%s\"}".formatted(name))));
    }

    @Test
    void nothingDependsOnTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dropoutlab.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dropoutlab.cli..")
                .check(CLASSES);
    }

    @Test
    void everyRoomSaysWhatItIsFor() throws Exception {
        assertThat(rooms()).isNotEmpty().allSatisfy(room -> assertThat(room.resolve("package-info.java"))
                .exists());
    }

    /** About twenty files are as many as one takes in at a glance. */
    @Test
    void roomsStaySmall() throws Exception {
        for (Path room : rooms()) {
            try (Stream<Path> files = Files.list(room)) {
                assertThat(files.filter(Files::isRegularFile))
                        .as("files of %s", room)
                        .hasSizeLessThanOrEqualTo(22);
            }
        }
    }

    @Test
    void contributingListsEveryRoomAndNoOther() throws Exception {
        List<String> listed = new ArrayList<>();
        List<String> path = new ArrayList<>();
        Pattern line = Pattern.compile(" {6}((?: {2})*)([a-z0-9]+) {2,}\\S.*");
        for (String text : Files.readAllLines(Path.of("CONTRIBUTING.md"))) {
            Matcher room = line.matcher(text);
            if (room.matches() && room.group(1).length() / 2 <= path.size()) {
                path.subList(room.group(1).length() / 2, path.size()).clear();
                path.add(room.group(2));
                listed.add(String.join("/", path));
            }
        }

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(rooms().stream()
                        .map(room -> ROOMS.relativize(room).toString().replace('\\', '/'))
                        .toList());
    }

    private static List<Path> rooms() throws Exception {
        try (Stream<Path> paths = Files.walk(ROOMS)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
        }
    }
}
