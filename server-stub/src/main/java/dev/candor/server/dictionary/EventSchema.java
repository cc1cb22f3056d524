package dev.candor.server.dictionary;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import dev.candor.event.ActionTriggered;
import dev.candor.event.InstanceActive;
import dev.candor.event.Message;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One event as it leaves, as JSON Schema 2020-12: {@code /schema.json}. Which properties there may be depends on the event's
 * name; those of the product's own events are booleans, numbers and labels.
 */
public final class EventSchema {
    private static final Map<String, Class<? extends Record>> PROPERTIES = Map.of(
            InstanceActive.EVENT, InstanceActive.class,
            ActionTriggered.EVENT, ActionTriggered.class);

    private EventSchema() {}

    /** The schema, as JSON. Beside what JSON Schema has, each field says why it is collected, its kind and since which version. */
    public static String json() {
        return json(new DataDictionary());
    }

    /** The schema of an installation's dictionary. */
    public static String json(DataDictionary dictionary) {
        var generator = generator();
        var schema = generator.generateSchema(new TypeReference<Message<Object>>() {}.getType());
        schema.put("title", "An event of Candor");
        schema.put("description", "How to turn it off: " + String.join(" ", WaysOff.ALL));
        describe(schema, "", dictionary.common());
        schema.withObject("/properties/properties").remove(List.of("properties", "additionalProperties"));
        schema.withObject("/properties/properties").put("type", "object");
        var rules = schema.putArray("allOf");
        var ofOthers = rules.addObject();
        var named = ofOthers.putObject("if").putObject("not");
        named.putArray("required").add("event");
        var names = named.withObject("/properties/event").putArray("enum");
        labels(ofOthers.withObject("/then/properties/properties"));
        new TreeMap<>(PROPERTIES).forEach((event, type) -> {
            names.add(event);
            var rule = rules.addObject();
            rule.putObject("if").putArray("required").add("event");
            rule.withObject("/if/properties/event").put("const", event);
            var properties = generator.generateSchema(type);
            properties.remove("$schema");
            var described = dictionary.event(event);
            properties.put(
                    "description", described.what() + " " + described.tier().sentWhen());
            describe(properties, "properties.", described.fields());
            rule.withObject("/then/properties").set("properties", properties);
        });
        return schema.toPrettyString();
    }

    private static SchemaGenerator generator() {
        var builder = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(JacksonOption.RESPECT_JSONPROPERTY_ORDER))
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.INLINE_ALL_SCHEMAS);
        builder.forFields()
                .withRequiredCheck(EventSchema::isInEveryEvent)
                .withNullableCheck(field -> field.getName().equals("userId"));
        return new SchemaGenerator(builder.build());
    }

    /** Whatever is deeper, another sender than the tracker may have left out. */
    private static boolean isInEveryEvent(FieldScope field) {
        var member = field.getRawMember();
        return member.getDeclaringClass() == Message.class
                && !member.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static void describe(ObjectNode schema, String above, List<DescribedField> fields) {
        for (var field : fields) {
            var path = "/properties/" + field.name().substring(above.length()).replace(".", "/properties/");
            var described = schema.withObject(path);
            described.put("x-collected-to", field.why());
            described.put("x-kind", field.kindInWords());
            described.put("description", field.what());
            described.put("x-since", field.since());
            if (!field.example().isEmpty()) {
                described.putArray("examples").addRawValue(new RawValue(field.example()));
            }
        }
    }

    private static void labels(ObjectNode properties) {
        properties.put("type", "object");
        var values = properties.putObject("additionalProperties").putArray("anyOf");
        values.addObject().put("type", "boolean");
        values.addObject().put("type", "number");
        values.addObject().put("type", "string").put("pattern", "^[A-Za-z0-9_.:/+-]{1,64}$");
    }
}
