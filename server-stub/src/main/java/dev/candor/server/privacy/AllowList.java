package dev.candor.server.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.Click;
import dev.candor.event.Collected;
import dev.candor.event.Kind;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass what the event records name, in the records' order, each value treated by its {@link Kind}; everything else is
 * withheld. Made by reflection from the records, so that there is no second list to forget.
 */
public final class AllowList {
    // A name for something of a person's, what they search for, or where they are, whatever its value looks like. The
    // second line, not the guarantee.
    private static final Pattern PERSONAL = Pattern.compile(
            "(?i).*(e-?mail|phone|passw|secret|token|user_?-?(name|id)?$|(first|last|full|sur|nick)_?-?name|address|birth|ssn|"
                    + "credit|iban|^ip$|cookie|session|auth|"
                    + "(^|[_-])(q|query|keywords?|search[_-]?(term|text|query|string|phrase)s?|"
                    + "lat|lon|lng|latitude|longitude|zip|(zip|post|postal)[_-]?code)$).*");

    private final Values values;
    private final Words words;
    private final Map<Class<?>, Map<String, Field>> fields = new ConcurrentHashMap<>();
    private final Map<List<Class<?>>, Map<String, Field>> joined = new ConcurrentHashMap<>();
    private final Remembered<String> impersonal = new Remembered<>();

    /** What a record says of a field, read once: reflection costs more than all that is done with a value. */
    private record Field(String name, Kind kind, @Nullable Class<?> record, boolean required) {
        static Field of(RecordComponent component) {
            var collected = component.getAnnotation(Collected.class);
            if (collected == null) {
                throw new IllegalStateException(component + " has no @Collected");
            }
            return new Field(
                    component.getName(),
                    collected.kind(),
                    component.getType().isRecord() ? component.getType() : null,
                    !component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }
    }

    public AllowList(Values values, Words words) {
        this.values = values;
        this.words = words;
    }

    /** The object with the record's fields alone. What was taken out is added to the list. */
    public ObjectNode pass(Class<?> record, ObjectNode object, String path, List<Withheld> withheld) {
        var passed = JsonNodeFactory.instance.objectNode();
        var known = known(record);
        int found = 0;
        for (var field : known.values()) {
            var value = object.get(field.name);
            if (value != null) {
                found++;
                if (!value.isNull()) {
                    passField(field, value, path, passed, object, withheld);
                }
            }
        }
        if (found < object.size()) {
            withholdUnknown(object, known, path, withheld);
        }
        return passed;
    }

    /**
     * Properties whose record is one of the product's own: the fields that the records name, and beside them booleans,
     * numbers and short labels.
     */
    public ObjectNode passLabels(List<Class<?>> records, ObjectNode object, String path, List<Withheld> withheld) {
        var known = joined.computeIfAbsent(records, this::join);
        var passed = JsonNodeFactory.instance.objectNode();
        for (var entry : object.properties()) {
            var name = entry.getKey();
            var field = known.get(name);
            if (field != null) {
                if (!entry.getValue().isNull()) {
                    passField(field, entry.getValue(), path, passed, object, withheld);
                }
            } else if (!words.isLabel(name)) {
                withheld.add(new Withheld(path + shown(name), Reasons.NAME));
            } else if (!impersonal.passes(name, it -> !isPersonal(it))) {
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

    /** The names of the fields that a record names on the wire, in order. */
    public Set<String> fields(Class<?> record) {
        return known(record).keySet();
    }

    private Map<String, Field> known(Class<?> record) {
        var known = fields.get(record);
        return known == null ? fields.computeIfAbsent(record, AllowList::read) : known;
    }

    private static Map<String, Field> read(Class<?> record) {
        var byName = new LinkedHashMap<String, Field>();
        for (var component : record.getRecordComponents()) {
            byName.put(component.getName(), Field.of(component));
        }
        return byName;
    }

    private Map<String, Field> join(List<Class<?>> records) {
        var known = new LinkedHashMap<String, Field>();
        records.forEach(record -> known.putAll(known(record)));
        return known;
    }

    private void passField(
            Field field, JsonNode value, String path, ObjectNode into, ObjectNode parent, List<Withheld> withheld) {
        if (field.record != null) {
            if (value instanceof ObjectNode object) {
                var passed = pass(field.record, object, path + field.name + ".", withheld);
                if (!passed.isEmpty() || field.required) {
                    into.set(field.name, passed);
                }
            } else {
                withheld.add(new Withheld(path + field.name, Reasons.of(Kind.OBJECT)));
            }
            return;
        }
        var treated = values.treat(field.kind, field.name, value, parent);
        if (treated == null) {
            withheld.add(new Withheld(path + field.name, Reasons.of(field.kind)));
            return;
        }
        if (field.kind != Kind.TYPED && !treated.equals(value)) {
            withheld.add(new Withheld(path + field.name, changed(field.kind, treated)));
        }
        into.set(field.name, treated);
    }

    private static String changed(Kind kind, JsonNode treated) {
        if (kind == Kind.RANDOM_ID) {
            return Reasons.HASHED;
        }
        return kind == Kind.SCRUBBED && treated.asText().isEmpty() ? Reasons.AT_HOME : Reasons.CLEANED;
    }

    private void withholdUnknown(ObjectNode object, Map<String, Field> known, String path, List<Withheld> withheld) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.containsKey(name)) {
                withheld.add(new Withheld(path + shown(name), Reasons.UNKNOWN));
            }
        });
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
