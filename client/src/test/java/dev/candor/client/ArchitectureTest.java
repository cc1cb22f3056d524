package dev.candor.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The shape of the code, as the house style says it. */
class ArchitectureTest {
    private final JavaClasses tracker = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.candor.client");

    @Test
    void onlyTheSeamsFarSideKnowsTheCompilerToJavaScript() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..client.js..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.teavm..")
                .check(tracker);
    }

    @Test
    void onlyMainTouchesTheBrowserItself() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.candor.client.Main")
                .and()
                .resideOutsideOfPackage("..client.js..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..client.js..")
                .check(tracker);
    }

    @Test
    void eventsFlowOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("wiring")
                .definedBy("dev.candor.client")
                .layer("capture")
                .definedBy("..client.capture..")
                .layer("context")
                .definedBy("..client.context..")
                .layer("identity")
                .definedBy("..client.identity..")
                .layer("consent")
                .definedBy("..client.consent..")
                .layer("queue")
                .definedBy("..client.queue..")
                .layer("transport")
                .definedBy("..client.transport..")
                .whereLayer("wiring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("capture")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("context")
                .mayOnlyBeAccessedByLayers("wiring", "capture")
                .whereLayer("transport")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("queue")
                .mayOnlyBeAccessedByLayers("wiring", "transport")
                .whereLayer("consent")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("identity")
                .mayOnlyBeAccessedByLayers("wiring")
                .check(tracker);
    }

    @Test
    void consentIsAskedByWhatMakesMessages() {
        classes()
                .that(DescribedPredicate.describe(
                        "make messages",
                        type -> type.getMethodCallsFromSelf().stream()
                                .anyMatch(call ->
                                        call.getTargetOwner().getName().equals("dev.candor.client.context.Messages")
                                                && call.getName().equals("json"))))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.candor.client.consent.Consent")
                .check(tracker);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("dev.candor.client.(*)..").should().beFreeOfCycles().check(tracker);
    }

    @Test
    void whatIsDearInTheBrowserIsNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.time..",
                        "java.util.regex..",
                        "java.text..",
                        "java.util.stream..",
                        "java.math..",
                        "java.net..")
                .check(tracker);
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "split, replaceAll or format of a string",
                        call -> call.getTargetOwner().isEquivalentTo(String.class)
                                && (call.getName().equals("split")
                                        || call.getName().equals("replaceAll")
                                        || call.getName().equals("format"))))
                .check(tracker);
    }

    @Test
    void everyPackageIsNullMarked() throws ClassNotFoundException {
        var packages = tracker.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages).hasSizeGreaterThan(9);
        for (var name : packages) {
            assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }
}
