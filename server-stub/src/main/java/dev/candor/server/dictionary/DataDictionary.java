package dev.candor.server.dictionary;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.event.ActionTriggered;
import dev.candor.event.Batch;
import dev.candor.event.Click;
import dev.candor.event.Collected;
import dev.candor.event.InstanceActive;
import dev.candor.event.Kind;
import dev.candor.event.Message;
import dev.candor.event.PageLoad;
import dev.candor.event.Versions;
import dev.candor.server.dictionary.DescribedEvent.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Everything that can leave, read from the event models at start: nothing here is written twice. */
public final class DataDictionary {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> history = History.load().sinceByField();
    private final List<DescribedEvent> events;
    private final List<DescribedField> common;
    private final List<DescribedField> batch;

    private final String params;

    /** Reads the models. */
    public DataDictionary() {
        this(Set.of());
    }

    /**
     * Reads the models, and says what this installation lets pass beyond their defaults.
     *
     * @param params the query parameters that stay ({@code CANDOR_PARAMS})
     */
    public DataDictionary(Set<String> params) {
        this.params = params.isEmpty() ? "" : " Here: " + String.join(", ", new TreeSet<>(params)) + ".";
        events = List.of(
                event(
                        InstanceActive.EVENT,
                        "Every six hours, to say that the installation runs.",
                        Tier.KEEP_ALIVE,
                        InstanceActive.class,
                        "instance-active"),
                event(
                        "APPLICATIONS_" + PageLoad.EVENT,
                        "When a page is opened: its route's name before _PAGE_LOAD, or PAGE_LOAD alone on a route without a name.",
                        Tier.BROWSER,
                        PageLoad.class,
                        "applications-page-load"),
                event(
                        Click.EVENT,
                        "When a link or a button is clicked. The product's developers can give it another name and add labels:"
                                + " booleans, numbers and single words.",
                        Tier.BROWSER,
                        Click.class,
                        "click"),
                event(
                        ActionTriggered.EVENT,
                        "When a query of the product is run.",
                        Tier.SERVER,
                        ActionTriggered.class,
                        "execute-action-triggered"));
        common = described(Message.class, "", "", tree(example("every-field")));
        batch = described(Batch.class, History.BATCH, "", tree(example("batch")));
    }

    /** What stands around the events of one request. */
    public List<DescribedField> batch() {
        return batch;
    }

    /** What every event has. */
    public List<DescribedField> common() {
        return common;
    }

    /** What this version of the policy collects that the one before did not; nothing for the first. */
    public List<DescribedField> news() {
        var all = new ArrayList<>(common);
        events.forEach(event -> all.addAll(event.fields()));
        all.addAll(batch);
        return all.stream()
                .filter(field -> field.since() == Versions.POLICY && field.since() > 1 && field.kind() != Kind.OBJECT)
                .toList();
    }

    /** The events that there are, each with its properties. */
    public List<DescribedEvent> events() {
        return events;
    }

    /** The event of that name. */
    DescribedEvent event(String name) {
        return events.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private DescribedEvent event(String name, String what, Tier tier, Class<? extends Record> properties, String file) {
        var example = example(file);
        var fields =
                described(properties, name + " ", "properties.", tree(example).get("properties"));
        return new DescribedEvent(name, what, tier, fields, example);
    }

    private List<DescribedField> described(Class<? extends Record> type, String event, String path, JsonNode example) {
        var fields = new ArrayList<DescribedField>();
        describe(type, event, path, example, fields);
        return List.copyOf(fields);
    }

    private void describe(Class<?> type, String event, String path, JsonNode example, List<DescribedField> into) {
        for (var component : type.getRecordComponents()) {
            var name = path + wireName(component);
            var value = example.get(wireName(component));
            var what = requireNonNull(component.getAccessor().getAnnotation(JsonPropertyDescription.class), name);
            var collected = requireNonNull(component.getAnnotation(Collected.class), name);
            into.add(new DescribedField(
                    name,
                    what.value() + (name.endsWith("page.search") ? params : ""),
                    collected.why(),
                    collected.kind(),
                    value == null || collected.kind() == Kind.OBJECT ? "" : value.toString(),
                    requireNonNull(
                            history.get(event + name), () -> event + name + " stands in no version of the history")));
            if (component.getType().isRecord() && !event.equals(History.BATCH)) {
                describe(component.getType(), event, name + ".", value == null ? JSON.createObjectNode() : value, into);
            }
        }
    }

    /** A component's name in JSON. */
    static String wireName(RecordComponent component) {
        var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
    }

    private static String example(String name) {
        var file = "/dev/candor/event/examples/" + name + ".json";
        try (var in = requireNonNull(DataDictionary.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
