import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.candor.event.Batch;
import dev.candor.event.Candor;
import dev.candor.event.Click;
import dev.candor.event.Context;
import dev.candor.event.Message;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes the browser's JSON writers from the records' Jackson annotations: for each record one native function that builds an
 * object literal, members in the order of the components. Argument: the folder for the sources.
 */
final class JsonWriters {
    private static final List<Class<?>> WRITTEN = List.of(Batch.class, Click.class, Context.class, Message.class);

    private final Map<Class<?>, String> methods = new LinkedHashMap<>();

    public static void main(String[] args) throws Exception {
        var writers = new JsonWriters();
        WRITTEN.forEach(writers::add);
        var file = Path.of(args[0], "dev/candor/client/js/JsonWriters.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, writers.source());
    }

    private void add(Class<?> record) {
        if (methods.putIfAbsent(record, "") != null) {
            return;
        }
        var name = name(record);
        var values = new StringJoiner(", ");
        var parameters = new StringJoiner(", ");
        var names = new StringJoiner(", ", "{", "}");
        var literal = new StringJoiner(",", "{", "}");
        var components = record.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            var component = components[i];
            var parameter = "p" + i;
            var type = type(component);
            if (type == Candor.class) {
                // The server stamps each event with it.
                continue;
            }
            if (type == Context.class) {
                // It is the same for many events, and written once for all.
                continue;
            }
            names.add('"' + parameter + '"');
            var value = "r." + component.getName() + "()";
            if (type.isRecord()) {
                if (raw(type)) {
                    var isOptional = optional(component);
                    values.add((isOptional ? value + " == null ? null : " : "") + value + ".text()");
                    parameters.add((isOptional ? "@Nullable String " : "String ") + parameter);
                    literal.add(member(component) + ":" + (isOptional ? parameter + "===null?void 0:" : "")
                            + "JSON.parse(" + parameter + ")");
                    continue;
                }
                add(type);
                var written = name(type) + "(" + value + ")";
                values.add(optional(component) ? value + " == null ? null : " + written : written);
                parameters.add((optional(component) ? "@Nullable " : "") + "JSObject " + parameter);
            } else if (type == Boolean.class) {
                values.add(value + " == null ? null : JSBoolean.valueOf(" + value + ")");
                parameters.add("@Nullable JSObject " + parameter);
            } else if (type == String.class || type == boolean.class || type == int.class || type == double.class) {
                values.add(value);
                parameters.add((optional(component) ? "@Nullable " : "") + type.getSimpleName() + " " + parameter);
            } else {
                throw new IllegalArgumentException("no writer for " + component + " of " + record);
            }
            var nothing = omitted(record, component) ? "void 0" : "null";
            literal.add(member(component) + ":"
                    + (optional(component) ? parameter + "===null?" + nothing + ":" + parameter : parameter));
        }
        var generic = record.getTypeParameters().length == 0
                ? ""
                : "<" + String.join(", ", Collections.nCopies(record.getTypeParameters().length, "RawJson")) + ">";
        methods.put(record, """
                    static JSObject %1$s(%2$s%3$s r) {
                        return %1$sOf(%4$s);
                    }

                    @JSBody(params = %5$s, script = "return %6$s")
                    private static native JSObject %1$sOf(%7$s);
                """.formatted(name, record.getSimpleName(), generic, values, names, literal, parameters));
    }

    private static Class<?> type(RecordComponent component) {
        if (component.getGenericType() instanceof TypeVariable<?>) {
            try {
                return Class.forName("dev.candor.event.RawJson");
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return component.getType();
    }

    private static boolean raw(Class<?> record) {
        var components = record.getRecordComponents();
        return components.length == 1
                && (components[0].isAnnotationPresent(JsonRawValue.class)
                        || components[0].getAccessor().isAnnotationPresent(JsonRawValue.class));
    }

    private static String member(RecordComponent component) {
        var property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? component.getName() : property.value();
    }

    private static boolean optional(RecordComponent component) {
        for (var annotation : component.getAnnotatedType().getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the member is left out when null: as the component says, else as the record says. */
    private static boolean omitted(Class<?> record, RecordComponent component) {
        var own = component.getAccessor().getAnnotation(JsonInclude.class);
        var include = own == null ? record.getAnnotation(JsonInclude.class) : own;
        return include != null && include.value() == JsonInclude.Include.NON_NULL && optional(component);
    }

    private static String name(Class<?> record) {
        var name = record.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private String source() {
        var imports = new StringJoiner("\n");
        methods.keySet().stream().map(Class::getName).sorted().forEach(name -> imports.add("import " + name + ";"));
        return """
                package dev.candor.client.js;

                %s
                import dev.candor.event.RawJson;
                import org.jspecify.annotations.Nullable;
                import org.teavm.jso.JSBody;
                import org.teavm.jso.JSObject;
                import org.teavm.jso.core.JSBoolean;

                /** Generated from the records' Jackson annotations. */
                @SuppressWarnings({"all", "NullAway"}) // Generated: the checks read the records and the generator instead.
                final class JsonWriters {
                    private JsonWriters() {}

                %s}
                """.formatted(imports, String.join("\n", methods.values()));
    }
}
