package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No test that cannot fail: each comes to an assertion, its own or one of a method that it calls. */
class EveryTestAssertsTest {
    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "Property", "Example");
    private static final Set<String> ASSERTIONS =
            Set.of("org.assertj.", "org.junit.jupiter.api.Assertions", "com.microsoft.playwright.assertions.");

    private static JavaClasses tests;

    /** What the rule is tried with; no runner looks for tests in here. */
    @SuppressWarnings("unused")
    private static final class Example {
        @Test
        void saysNothing() {
            asks("a", true);
        }

        @Test
        void saysItInALambda() {
            asks("a", Stream.of("a").allMatch(it -> says(it, "a")));
        }

        private static void asks(String text, boolean yes) {
            assert yes : text;
        }

        private static boolean says(String text, String expected) {
            assertThat(text).isEqualTo(expected);
            return true;
        }
    }

    /** This module's, and what is compiled before it. */
    @BeforeAll
    static void read() {
        tests = ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .importPaths(Stream.of("shared", "client", "server-stub", "embedding-tests")
                            .map(module -> Path.of("..", module, "target", "test-classes"))
                            .filter(Files::isDirectory)
                            .toList());
        });
    }

    @Test
    void noTestIsWithoutAnAssertion() {
        var all = tests.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(EveryTestAssertsTest::isTest)
                .toList();
        assertThat(all).hasSizeGreaterThan(300);
        assertThat(all.stream().filter(test -> !asserts(test)).map(JavaMethod::getFullName))
                .containsExactly(Example.class.getName() + ".saysNothing()");
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(it -> TESTS.contains(it.getRawType().getSimpleName()));
    }

    private static boolean asserts(JavaCodeUnit test) {
        var seen = new HashSet<JavaCodeUnit>(Set.of(test));
        var open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            var used = used(open.remove()).toList();
            if (used.stream().anyMatch(EveryTestAssertsTest::isAssertion)) {
                return true;
            }
            used.stream()
                    .flatMap(target -> target.resolveMember().stream())
                    .filter(seen::add)
                    .forEach(open::add);
        }
        return false;
    }

    private static Stream<AccessTarget.CodeUnitAccessTarget> used(JavaCodeUnit unit) {
        return Stream.concat(
                unit.getCallsFromSelf().stream().map(call -> call.getTarget()),
                unit.getCodeUnitReferencesFromSelf().stream().map(reference -> reference.getTarget()));
    }

    private static boolean isAssertion(AccessTarget.CodeUnitAccessTarget target) {
        var owner = target.getOwner().getName();
        return ASSERTIONS.stream().anyMatch(owner::startsWith)
                || (owner.startsWith("com.tngtech.archunit.")
                        && target.getName().equals("check"));
    }
}
