package org.dropoutlab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what each {@code package-info.java} says: dependencies point one way. */
class DependenciesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.dropoutlab");
    private static final String[] DEEPLEARNING4J = {"org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."};

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.dropoutlab.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void plainPackagesKnowNothingOfDeeplearning4j() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.dropoutlab.cli..",
                        "org.dropoutlab.notebook..",
                        "org.dropoutlab.experiment..",
                        "org.dropoutlab.study..",
                        "org.dropoutlab.tuning..",
                        "org.dropoutlab.evaluation..",
                        "org.dropoutlab.record..",
                        "org.dropoutlab.report..",
                        "org.dropoutlab.harness..",
                        "org.dropoutlab.engine..",
                        "org.dropoutlab.data..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DEEPLEARNING4J)
                .check(CLASSES);
    }

    @Test
    void theBottomDependsOnNothingOfTheProject() {
        for (String bottom : new String[] {"optimization", "regularization", "backend"}) {
            noClasses()
                    .that()
                    .resideInAPackage("org.dropoutlab." + bottom + "..")
                    .should()
                    .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "are elsewhere in the project",
                            c -> c.getPackageName().startsWith("org.dropoutlab.")
                                    && !c.getPackageName().equals("org.dropoutlab." + bottom)))
                    .check(CLASSES);
        }
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
    void everyPackageSaysWhatItIsFor() throws Exception {
        try (Stream<Path> packages = Files.list(Path.of("src/main/java/org/dropoutlab"))) {
            assertThat(packages.filter(Files::isDirectory)).isNotEmpty().allSatisfy(directory -> assertThat(
                            directory.resolve("package-info.java"))
                    .exists());
        }
    }
}
