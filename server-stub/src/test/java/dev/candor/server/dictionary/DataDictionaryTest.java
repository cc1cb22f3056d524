package dev.candor.server.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.candor.event.Kind;
import dev.candor.event.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataDictionaryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DataDictionary DICTIONARY = new DataDictionary();

    static List<DescribedEvent> events() {
        return DICTIONARY.events();
    }

    @Test
    void theDocumentIsWhatTheModelsSay() throws IOException {
        var document = Path.of("..", "docs", "data-dictionary.md");
        var text = DictionaryText.markdown(DICTIONARY);
        if (System.getProperty("dictionary.update") != null) {
            Files.writeString(document, text);
        }
        assertThat(document).hasContent(text);
    }

    @Test
    void everyFieldOfTheModelsIsInTheData() throws IOException {
        var data = JSON.readTree(DictionaryJson.of(DICTIONARY));
        assertThat(data.get("fields")).hasSizeGreaterThanOrEqualTo(50);
        assertThat(data.get("fields"))
                .allSatisfy(field -> {
                    assertThat(field.get("what").asText()).endsWith(".");
                    assertThat(field.get("why").asText()).startsWith("to ");
                    assertThat(field.get("since").asInt()).isPositive();
                })
                .extracting(field -> field.get("name").asText())
                .contains("context.page.path", "properties.datasource.name", "properties.outbound");
    }

    @Test
    void thePageNamesEveryFieldAndHowToTurnItOff() {
        var page = DictionaryText.page(DICTIONARY);
        assertThat(page).contains("APPSMITH_DISABLE_TELEMETRY=true").doesNotContain("<script");
        for (var event : DICTIONARY.events()) {
            assertThat(page).contains("<h2>" + event.name() + "</h2>");
            event.fields().forEach(field -> assertThat(page).contains(field.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void anExampleIsAnEventOfTheSchema(DescribedEvent event) throws IOException {
        var schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(EventSchema.json());
        assertThat(schema.validate(JSON.readTree(event.example()))).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsNotInTheDictionary() throws IOException {
        var schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(EventSchema.json());
        var event = (ObjectNode) JSON.readTree(DICTIONARY.events().get(0).example());
        event.put("email", "ada@example.org");
        assertThat(schema.validate(event)).isNotEmpty();
        event.remove("email");
        event.withObject("/context").put("os", "Linux");
        assertThat(schema.validate(event)).isNotEmpty();
        event.withObject("/context").remove("os");
        assertThat(schema.validate(event)).isEmpty();
        event.withObject("/properties").put("email", "ada@example.org");
        assertThat(schema.validate(event)).isNotEmpty();
        event.put("event", "Saved");
        assertThat(schema.validate(event)).isNotEmpty();
        event.withObject("/properties").put("email", "free");
        assertThat(schema.validate(event)).isEmpty();
    }

    @Test
    void everyFieldIsInTheSchemaWithWhatWhyKindAndExample() throws IOException {
        var schema = JSON.readTree(EventSchema.json());
        for (var field : DICTIONARY.common()) {
            assertThatItSays(schema.at("/properties/" + field.name().replace(".", "/properties/")), field);
        }
        for (var event : List.of("Instance Active", "execute_ACTION_TRIGGERED")) {
            var rule = rule(schema, event);
            assertThat(rule.get("description").asText())
                    .endsWith(DICTIONARY.event(event).tier().sentWhen());
            for (var field : DICTIONARY.event(event).fields()) {
                var path = field.name().substring("properties.".length()).replace(".", "/properties/");
                assertThatItSays(rule.at("/properties/" + path), field);
            }
        }
        assertThat(schema.get("description").asText()).contains("DO_NOT_TRACK=1");
    }

    private static JsonNode rule(JsonNode schema, String event) {
        for (var rule : schema.get("allOf")) {
            if (rule.at("/if/properties/event/const").asText().equals(event)) {
                return rule.at("/then/properties/properties");
            }
        }
        throw new AssertionError("no rule for " + event);
    }

    private static void assertThatItSays(JsonNode schema, DescribedField field) throws IOException {
        assertThat(schema.path("description").asText()).as(field.name()).isEqualTo(field.what());
        assertThat(schema.path("x-collected-to").asText()).as(field.name()).isEqualTo(field.why());
        assertThat(schema.path("x-kind").asText()).as(field.name()).isEqualTo(field.kindInWords());
        if (field.kind() != Kind.OBJECT && field.kind() != Kind.LABELS) {
            assertThat(schema.at("/examples/0")).as(field.name()).isEqualTo(JSON.readTree(field.example()));
        }
    }

    @Test
    void everyFieldHasAnExampleAndSaysWhenItIsSentAndHowToTurnItOff() throws IOException {
        var data = JSON.readTree(DictionaryJson.of(DICTIONARY));
        assertThat(data.get("turnOff")).hasSize(3);
        for (var list : List.of(data.get("fields"), data.get("batch"))) {
            assertThat(list).isNotEmpty().allSatisfy(field -> {
                assertThat(field.get("sentWhen").asText()).isNotEmpty().endsWith(".");
                if (!field.get("kind").asText().equals("object")) {
                    assertThat(field.has("example"))
                            .as(field.get("name").asText())
                            .isTrue();
                }
            });
        }
    }

    @Test
    void pageAndDocumentSayWhatIsNew() {
        var news = DICTIONARY.news();
        assertThat(news)
                .extracting(DescribedField::name)
                .contains("context.candor.dictionaryVersion", "context.candor.lost")
                .doesNotContain("context.page.path");
        var heading = "New in version " + Versions.POLICY;
        assertThat(DictionaryText.page(DICTIONARY)).contains("<h2>" + heading + "</h2>");
        assertThat(DictionaryText.markdown(DICTIONARY)).contains("## " + heading);
    }

    @ParameterizedTest
    @MethodSource("events")
    void anExampleShowsEveryField(DescribedEvent event) {
        assertThat(event.fields()).allSatisfy(field -> {
            if (field.kind() != Kind.OBJECT) {
                assertThat(field.example()).isNotEmpty();
            }
        });
    }
}
