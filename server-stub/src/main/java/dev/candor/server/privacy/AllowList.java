package dev.candor.server.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.Click;
import dev.candor.event.Collected;
import dev.candor.event.Kind;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass what the event records name, in the records' order, each value treated by its {@link Kind}; everything else is
 * withheld. Made by reflection from the records, so that there is no second list to forget.
 */
public final class AllowList {
    // A name for something of a person's, whatever its value looks like. The second line, not the guarantee.
    private static final Pattern PERSONAL = Pattern.compile(
            "(?i).*(e-?mail|phone|passw|secret|token|user_?-?(name|id)?$|(first|last|full|sur|nick)_?-?name|address|birth|ssn|"
                    + "credit|iban|^ip$|cookie|session|auth).*");

    private final Values values;
    private final Words words;
    private final Map<Class<?>, Map<String, RecordComponent>> fields = new ConcurrentHashMap<>();

    public AllowList(Values values, Words words) {
        this.values = values;
        this.words = words;
    }

    /** The object with the record's fields alone. What was taken out is added to the list. */
    public ObjectNode pass(Class<?> record, ObjectNode object, String path, List<Withheld> withheld) {
        var passed = JsonNodeFactory.instance.objectNode();
        var known = fields(record);
        known.forEach((name, field) -> {
            var value = object.get(name);
            if (value != null && !value.isNull()) {
                passField(field, value, path + name, passed, object, withheld);
            }
        });
        unknown(object, known).forEach(name -> withheld.add(new Withheld(path + shown(name), Reasons.UNKNOWN)));
        return passed;
    }

    /**
     * Properties whose record is one of the product's own: the fields that the records name, and beside them booleans,
     * numbers and short labels.
     */
    public ObjectNode passLabels(List<Class<?>> records, ObjectNode object, String path, List<Withheld> withheld) {
        var known = new LinkedHashMap<String, RecordComponent>();
        records.forEach(record -> known.putAll(fields(record)));
        var passed = JsonNodeFactory.instance.objectNode();
        for (var entry : object.properties()) {
            var name = entry.getKey();
            var field = known.get(name);
            if (field != null) {
                if (!entry.getValue().isNull()) {
                    passField(field, entry.getValue(), path + name, passed, object, withheld);
                }
            } else if (!words.isLabel(name)) {
                withheld.add(new Withheld(path + shown(name), Reasons.NAME));
            } else if (isPersonal(name)) {
                withheld.add(new Withheld(path + name, Reasons.PERSONAL_NAME));
            } else if (isLabel(entry.getValue())) {
                passed.set(name, entry.getValue());
            } else if (!entry.getValue().isNull()) {
                withheld.add(new Withheld(path + name, Reasons.NO_LABEL));
            }
        }
        return passed;
    }

    /** Whether something of that name would be a person's, whatever its value looks like. */
    public static boolean isPersonal(String name) {
        return PERSONAL.matcher(name).matches();
    }

    /** The records whose fields a click or an event of the product's may have. */
    public static List<Class<?>> ownProperties() {
        return List.of(Click.class);
    }

    /** The fields that a record names, by their name on the wire, in order. */
    public Map<String, RecordComponent> fields(Class<?> record) {
        return fields.computeIfAbsent(record, type -> {
            var byName = new LinkedHashMap<String, RecordComponent>();
            for (var component : type.getRecordComponents()) {
                byName.put(component.getName(), component);
            }
            return byName;
        });
    }

    private void passField(
            RecordComponent field,
            JsonNode value,
            String path,
            ObjectNode into,
            ObjectNode parent,
            List<Withheld> withheld) {
        if (field.getType().isRecord()) {
            if (value instanceof ObjectNode object) {
                var passed = pass(field.getType(), object, path + ".", withheld);
                if (!passed.isEmpty() || !field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    into.set(field.getName(), passed);
                }
            } else {
                withheld.add(new Withheld(path, Reasons.of(Kind.OBJECT)));
            }
            return;
        }
        var kind = kind(field);
        var treated = values.treat(kind, field.getName(), value, parent);
        if (treated == null) {
            withheld.add(new Withheld(path, Reasons.of(kind)));
            return;
        }
        if (kind != Kind.TYPED && !treated.equals(value)) {
            withheld.add(new Withheld(path, changed(kind, treated)));
        }
        into.set(field.getName(), treated);
    }

    private static String changed(Kind kind, JsonNode treated) {
        if (kind == Kind.RANDOM_ID) {
            return Reasons.HASHED;
        }
        return kind == Kind.SCRUBBED && treated.asText().isEmpty() ? Reasons.AT_HOME : Reasons.CLEANED;
    }

    private static Kind kind(RecordComponent field) {
        var collected = field.getAnnotation(Collected.class);
        if (collected == null) {
            throw new IllegalStateException(field + " has no @Collected");
        }
        return collected.kind();
    }

    private static List<String> unknown(ObjectNode object, Map<String, RecordComponent> known) {
        var unknown = new ArrayList<String>();
        object.fieldNames().forEachRemaining(name -> {
            if (!known.containsKey(name)) {
                unknown.add(name);
            }
        });
        return unknown;
    }

    private boolean isLabel(JsonNode value) {
        return value.isBoolean()
                || (value.isNumber() && words.isNumber(value.doubleValue()))
                || (value.isTextual() && words.isLabel(value.textValue()));
    }

    private String shown(String name) {
        return words.isLabel(name) ? name : "(a name that is withheld too)";
    }
}
