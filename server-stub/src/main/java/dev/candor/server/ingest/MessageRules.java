package dev.candor.server.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.server.privacy.Times;
import dev.candor.server.privacy.Words;
import java.util.Set;

/** The shape that a message has to have to be read at all; what of it may stay is decided after. */
public final class MessageRules {
    private static final Set<String> TYPES = Set.of("track", "page", "screen", "identify", "group", "alias");

    private final Words words;

    public MessageRules(Words words) {
        this.words = words;
    }

    /**
     * Looks at each field that is read.
     *
     * @param path what stands before a field's name in a message, such as {@code batch[3].}
     */
    void check(ObjectNode event, String path) throws InvalidBodyException {
        var type = event.path("type").textValue();
        if (type == null || !TYPES.contains(type)) {
            throw new InvalidBodyException(path + "type: has to be track, page, screen, identify, group or alias");
        }
        checkName(event, path, type.equals("track"));
        for (var name : new String[] {"anonymousId", "userId", "messageId", "name", "category", "writeKey", "sentAt"}) {
            check(event, path, name, "a text", isText(event.path(name)));
        }
        for (var name : new String[] {"context", "properties", "traits", "integrations"}) {
            check(event, path, name, "an object", event.path(name).isObject());
        }
        for (var name : new String[] {"timestamp", "originalTimestamp", "receivedAt"}) {
            check(event, path, name, "an ISO 8601 time", isTime(event.path(name)));
        }
    }

    void checkCommon(ObjectNode batch) throws InvalidBodyException {
        check(batch, "", "context", "an object", batch.path("context").isObject());
        check(batch, "", "sentAt", "a text", isText(batch.path("sentAt")));
        check(batch, "", "writeKey", "a text", isText(batch.path("writeKey")));
    }

    private void checkName(ObjectNode event, String path, boolean required) throws InvalidBodyException {
        var name = event.path("event");
        boolean absent = name.isMissingNode() || name.isNull();
        if (absent ? required : !(name.isTextual() && words.isEventName(name.textValue()))) {
            throw new InvalidBodyException(
                    path
                            + "event: has to be a name of up to 64 characters, words with single spaces, with nothing personal in it");
        }
    }

    private static void check(ObjectNode object, String path, String name, String what, boolean holds)
            throws InvalidBodyException {
        if (object.hasNonNull(name) && !holds) {
            throw new InvalidBodyException(path + name + ": has to be " + what);
        }
    }

    // Segment's own clients send ids as numbers, too.
    private static boolean isText(JsonNode value) {
        return value.isTextual() || value.isIntegralNumber();
    }

    private static boolean isTime(JsonNode value) {
        return value.isTextual() && Times.read(value.textValue()) != null;
    }
}
