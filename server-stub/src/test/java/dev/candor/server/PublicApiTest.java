package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What others compile against: the records of {@code shared}, and what a product mounts. A change to it is seen in the change to
 * {@code docs/api.txt}, which {@code -Dcandor.write=true} writes anew. What the browser's script offers is {@code index.d.ts}.
 */
class PublicApiTest {
    private static final Path SNAPSHOT = Path.of("../docs/api.txt");
    private static final Set<JavaModifier> SHOWN = Set.of(JavaModifier.STATIC, JavaModifier.ABSTRACT);
    /** What every record and enum has. */
    private static final Set<String> USUAL = Set.of("equals", "hashCode", "toString", "values", "valueOf");

    @Test
    void whatOthersCompileAgainstIsAsItWas() throws Exception {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.candor.event", "dev.candor.server");
        var api = classes.stream()
                .filter(type -> type.getPackageName().equals("dev.candor.event")
                        || List.of("Candor", "CandorServlet", "ConfigurationException")
                                .contains(type.getSimpleName()))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .sorted(Comparator.comparing(JavaClass::getName))
                .map(PublicApiTest::described)
                .collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("candor.write")) {
            Files.writeString(SNAPSHOT, api);
        }
        assertThat(api)
                .as("mvn test -pl server-stub -am -Dtest=PublicApiTest -Dcandor.write=true writes docs/api.txt anew")
                .isEqualTo(Files.readString(SNAPSHOT));
    }

    private static String described(JavaClass type) {
        var members = Stream.concat(
                        type.getFields().stream().map(field -> "field " + said(field)),
                        type.getCodeUnits().stream()
                                .map(unit -> unit.isConstructor() ? "new " + said(unit) : "method " + said(unit)))
                .sorted()
                .filter(line -> !line.endsWith(" "))
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining());
        return type.getName() + "\n" + members;
    }

    /** Empty for what is not public. */
    private static String said(JavaMember member) {
        if (!member.getModifiers().contains(JavaModifier.PUBLIC) || USUAL.contains(member.getName())) {
            return "";
        }
        var modifiers = member.getModifiers().stream()
                .filter(SHOWN::contains)
                .map(one -> one.name().toLowerCase(Locale.ROOT) + " ")
                .sorted()
                .collect(Collectors.joining());
        var signature =
                member.getFullName().substring(member.getOwner().getName().length() + 1);
        return modifiers + signature + ": " + member.getDescriptor().replaceAll(".*\\)", "");
    }
}
