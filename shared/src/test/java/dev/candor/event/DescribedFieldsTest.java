package dev.candor.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DescribedFieldsTest {
    /** Every wire field there is: the components of each record in the package but {@link RawJson}, which has no field. */
    static List<RecordComponent> fields() throws IOException, ClassNotFoundException {
        var classes = Path.of("target/classes/dev/candor/event");
        try (Stream<Path> files = Files.list(classes)) {
            var names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> "dev.candor.event." + name.replace(".class", ""))
                    .sorted()
                    .toList();
            var fields = new ArrayList<RecordComponent>();
            for (var name : names) {
                var type = Class.forName(name);
                if (type.isRecord() && type != RawJson.class) {
                    fields.addAll(Arrays.asList(type.getRecordComponents()));
                }
            }
            return fields;
        }
    }

    @Test
    void thereAreFieldsToLookAt() throws Exception {
        assertThat(fields()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldSaysWhatItIsWhyItIsCollectedAndOfWhichKind(RecordComponent field) {
        assertThat(complaints(field)).isEmpty();
    }

    /** What a field leaves out. The rule itself; the records below show that it is one. */
    private static List<String> complaints(RecordComponent field) {
        var complaints = new ArrayList<String>();
        var what = field.getAccessor().getAnnotation(JsonPropertyDescription.class);
        if (what == null || !what.value().matches("[A-Za-z].{3,}\\.")) {
            complaints.add(field.getName() + ": what it is, a sentence in @JsonPropertyDescription");
        }
        var collected = field.getAnnotation(Collected.class);
        if (collected == null) {
            complaints.add(field.getName() + ": why it is collected and its kind, in @Collected");
            return complaints;
        }
        if (!collected.why().matches("[a-z].{3,}[^.]")) {
            complaints.add(field.getName() + ": why it is collected, words that can stand after \"collected to\"");
        }
        if (!fits(collected.kind(), field.getType())) {
            complaints.add(
                    field.getName() + ": a kind that fits " + field.getType().getSimpleName());
        }
        return complaints;
    }

    /** A kind decides what happens to a value, so it has to be one for values of that type. */
    private static boolean fits(Kind kind, Class<?> type) {
        return switch (kind) {
            case OBJECT -> type.isRecord() || type == Object.class;
            case LABELS -> type == Object.class;
            case NUMBER -> type == long.class || type == int.class || type == Integer.class || type == double.class;
            case BOOLEAN -> type == boolean.class || type == Boolean.class;
            case FIXED, VERSION, TIME, ROUTE, RANDOM_ID, SCRUBBED, TYPED -> type == String.class;
        };
    }

    private record Bare(String bare) {}

    private record WithoutWhy(
            @JsonPropertyDescription("A word.") String withoutWhy) {}

    private record WithoutWhat(
            @Collected(why = "count words", kind = Kind.FIXED)
            String withoutWhat) {}

    private record WithEmptyWhy(
            @JsonPropertyDescription("A word.") @Collected(why = "", kind = Kind.FIXED)
            String emptyWhy) {}

    private record OfAWrongKind(
            @JsonPropertyDescription("A word.") @Collected(why = "count words", kind = Kind.NUMBER)
            String wrongKind) {}

    private record Described(
            @JsonPropertyDescription("A word.") @Collected(why = "count words", kind = Kind.FIXED)
            String described) {}

    @Test
    void aBareFieldFailsTheBuild() {
        assertThat(complaintsOf(Bare.class)).hasSize(2).allMatch(text -> text.startsWith("bare: "));
        assertThat(complaintsOf(WithoutWhy.class)).singleElement().asString().contains("@Collected");
        assertThat(complaintsOf(WithoutWhat.class)).singleElement().asString().contains("@JsonPropertyDescription");
        assertThat(complaintsOf(WithEmptyWhy.class)).singleElement().asString().contains("collected to");
        assertThat(complaintsOf(OfAWrongKind.class)).singleElement().asString().contains("fits String");
        assertThat(complaintsOf(Described.class)).isEmpty();
    }

    private static List<String> complaintsOf(Class<? extends Record> type) {
        return complaints(type.getRecordComponents()[0]);
    }
}
