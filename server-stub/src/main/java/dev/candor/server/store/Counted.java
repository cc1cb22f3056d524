package dev.candor.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.event.InstanceActive;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What the counts of a day take from an event: nothing of a visitor.
 *
 * @param name the event's name, or its type where it has none
 * @param at when an instance's server took it, or null
 * @param instance the random id of the instance whose server made it, or null for a browser's event
 * @param version that of the software that made it, or empty
 */
public record Counted(
        String name, @Nullable Instant at, @Nullable String instance, String version) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Reads it from an event's text; of a text that is no event, there is nothing to read. */
    static Counted of(String json) {
        try {
            var event = MAPPER.readTree(json);
            return of(event, time(event.path("receivedAt").asText("")));
        } catch (JsonProcessingException e) {
            return of(MAPPER.missingNode(), null);
        }
    }

    /** Reads it from an event that was taken then. */
    public static Counted of(JsonNode event, @Nullable Instant at) {
        var name = event.path("event").asText(event.path("type").asText(""));
        var instance = event.path("userId").textValue();
        return new Counted(
                name,
                at,
                isKeepAlive(name) ? event.path("properties").path("instanceId").asText(instance) : instance,
                event.path("context").path("library").path("version").asText(""));
    }

    boolean isKeepAlive() {
        return isKeepAlive(name);
    }

    private static boolean isKeepAlive(String name) {
        return name.equals(InstanceActive.EVENT);
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
