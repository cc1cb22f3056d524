package dev.candor.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who in the server may know whom. */
class ArchitectureTest {
    private static final String ROOT = "dev.candor.server";
    private static JavaClasses server;

    @BeforeAll
    static void read() {
        // The names of what others bring are enough.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        server = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    /** What a package knows of the others; what is not named here, it may not know. */
    @ParameterizedTest
    @CsvSource({
        "http, ",
        "consent, ",
        "privacy, consent",
        "store, consent",
        "dictionary, ",
        "ingest, privacy store",
        "keepalive, privacy store",
        "relay, privacy store",
        "admin, http consent privacy store keepalive dictionary",
        "site, http consent privacy store ingest relay dictionary admin",
        "command, privacy store",
    })
    void aConcernKnowsOnlyThoseBeforeIt(String concern, String known) {
        var allowed = known == null ? "" : known.replace(' ', '|');
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + concern + "..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "dev\\.candor\\.server\\.(?!(" + concern + (allowed.isEmpty() ? "" : "|" + allowed) + ")\\.).*")
                .check(server);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(server);
    }

    @Test
    void onlyTheFrontKnowsHttpServersAndServlets() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".http")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.servlet..")
                .check(server);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(WebServer|WholeBodies|SlowHeads)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(server);
    }

    @Test
    void onlyTheStoreKnowsTheDatabaseAndOnlyOneClassTheBroker() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..")
                .check(server);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.KafkaCollector(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(server);
    }

    @Test
    void ofTheBrowsersCodeTheServerKnowsTheRulesAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.candor\\.client\\.(?!privacy\\.|context\\.UserAgents).*")
                .check(server);
    }

    @Test
    void everyPackageIsNullMarked() throws ClassNotFoundException {
        var packages = server.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages).hasSizeGreaterThan(11);
        for (var name : packages) {
            assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }
}
