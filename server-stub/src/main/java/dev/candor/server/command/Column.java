package dev.candor.server.command;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A column of events as rows.
 *
 * @param name the path of a field, such as {@code context.page.path}
 * @param place where its values stand in a {@link Columns#row}
 */
record Column(String name, Type type, JsonPointer place) {
    /** What the values of a column are. */
    enum Type {
        TEXT,
        TIME,
        NUMBER,
        JSON
    }

    Column(String name, Type type) {
        this(name, type, JsonPointer.compile("/" + name.replace('.', '/')));
    }

    /** The value, or null when the event has none. */
    @Nullable
    JsonNode of(JsonNode row) {
        var value = row.at(place);
        return value.isMissingNode() || value.isNull() ? null : value;
    }

    /** As text: a text as it is, anything else as JSON. */
    static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }
}
