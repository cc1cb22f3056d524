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
    void aFieldSaysWhatItIsAndWhyItIsCollected(RecordComponent field) {
        var what = field.getAccessor().getAnnotation(JsonPropertyDescription.class);
        var why = field.getAnnotation(Collected.class);
        assertThat(what).as("@JsonPropertyDescription").isNotNull();
        assertThat(what.value()).endsWith(".");
        assertThat(why).as("@Collected").isNotNull();
        assertThat(why.why()).isNotBlank().doesNotEndWith(".");
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldHoldingARecordIsAnObject(RecordComponent field) {
        if (field.getType().isRecord()) {
            assertThat(field.getAnnotation(Collected.class).kind()).isEqualTo(Kind.OBJECT);
        }
    }
}
