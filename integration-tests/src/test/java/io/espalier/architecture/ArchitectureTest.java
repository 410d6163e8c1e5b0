package io.espalier.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String[] NUMERIC_CORE = {
        "io.espalier.contracts..",
        "io.espalier.artifacts..",
        "io.espalier.datasets..",
        "io.espalier.metrics..",
        "io.espalier.onnx..",
        "io.espalier.torchscript..",
        "io.espalier.trainable..",
        "io.espalier.smart..",
        "io.espalier.npu..",
        "io.espalier.runs.."
    };

    private static final String[] SERVICES = {
        "io.espalier.ingest..",
        "io.espalier.pruning..",
        "io.espalier.finetuning..",
        "io.espalier.evaluation..",
        "io.espalier.registry.."
    };

    private static JavaClasses classes;

    @BeforeAll
    static void importEveryModule() throws IOException {
        Path root = Path.of(System.getProperty("basedir", "."), "..")
                .toAbsolutePath()
                .normalize();
        try (Stream<Path> tree = Files.walk(root, 4)) {
            List<Path> compiled =
                    tree.filter(path -> path.endsWith("target/classes")).toList();
            classes = new ClassFileImporter().importPaths(compiled);
        }
    }

    @Test
    void theNumericCoreRunsFromAMain() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(NUMERIC_CORE)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache.kafka..")
                        .because(
                                "the numeric core must run in a plain main method or a test; move the class to a service or to stage"));
    }

    @Test
    void servicesMeetOnlyOnKafka() {
        check(SlicesRuleDefinition.slices()
                .matching("io.espalier.(ingest|pruning|finetuning|evaluation|registry)..")
                .should()
                .notDependOnEachOther()
                .because("services are joined by events; what two of them need belongs into shared-model"));
    }

    @Test
    void sharedModelKnowsNoService() {
        check(noClasses()
                .that()
                .resideInAnyPackage(NUMERIC_CORE)
                .or()
                .resideInAPackage("io.espalier.stage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .because("dependencies point downwards; pass what is needed as an argument or an interface"));
    }

    @Test
    void onlyTheTrainableGraphSpeaksToTheEngine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.espalier.trainable..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .because("tensors are closed by hand and live in one place; add what you need to TrainableGraph"));
    }

    @Test
    void theNpuModelCountsWithoutAnEngine() {
        check(noClasses()
                .that()
                .resideInAPackage("io.espalier.npu..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.espalier.trainable..", "io.espalier.smart..")
                .because("latency is read off the graph and its weights; take what you need as numbers"));
    }

    @Test
    void dependenciesAreConstructorArguments() {
        check(noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .because("a field cannot be final and a test cannot fill it; take it in the constructor"));
    }

    @Test
    void namesSayWhatAThingIs() {
        check(noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .because("these names say nothing; name the class after the thing or the act of the field"));
    }

    @Test
    void everyPackageIsNullMarked() {
        check(classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .because("null does not cross a module's edge; annotate the package in its package-info.java"));
    }

    private static void check(ArchRule rule) {
        rule.check(classes.that(
                describe("hand-written", type -> !type.getPackageName().endsWith(".proto"))));
    }
}
