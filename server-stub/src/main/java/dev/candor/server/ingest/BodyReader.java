package dev.candor.server.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads bodies of the Segment HTTP tracking API, bounded in every direction. */
public final class BodyReader {
    public static final int MAX_BODY_BYTES = 500 * 1024;
    private static final int MAX_EVENT_BYTES = 32 * 1024;
    private static final int MAX_EVENTS = 2_500;
    private static final int MAX_DEPTH = 32;

    private final ObjectMapper mapper;
    private final MessageRules rules;

    public BodyReader(MessageRules rules) {
        this.rules = rules;
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(64)
                .maxStringLength(MAX_EVENT_BYTES)
                .maxNameLength(1024)
                .build();
        var factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        this.mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
    }

    /**
     * Reads one event.
     *
     * @param type the type that the path names, such as {@code track}
     */
    public Body readEvent(byte[] bytes, String type) throws InvalidBodyException {
        limit(bytes.length, MAX_EVENT_BYTES, "an event has at most 32 KB");
        try (var parser = mapper.createParser(bytes)) {
            begin(parser, JsonToken.START_OBJECT, "the body has to be a JSON object");
            ObjectNode event = mapper.readTree(parser);
            end(parser);
            event.put("type", type);
            rules.check(event, "");
            return new Body(List.of(event), textOf(event, "writeKey"));
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Reads a batch, of any number of events up to the limit. */
    public Body readBatch(byte[] bytes) throws InvalidBodyException {
        return readBatch(bytes, false);
    }

    /**
     * Reads a batch.
     *
     * @param orMetrics whether it may be what Segment's clients measure of themselves instead, {@code {"series":[…]}}: no event is in it
     */
    public Body readBatch(byte[] bytes, boolean orMetrics) throws InvalidBodyException {
        limit(bytes.length, MAX_BODY_BYTES, "a batch has at most 500 KB");
        var events = new ArrayList<ObjectNode>();
        var common = mapper.createObjectNode();
        boolean found = false;
        try (var parser = mapper.createParser(bytes)) {
            begin(parser, JsonToken.START_OBJECT, "the body has to be a JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                if (common.has(name) || (found && name.equals("batch"))) {
                    throw new JsonParseException(parser, "a name stands there twice");
                }
                parser.nextToken();
                if (name.equals("batch")) {
                    readEvents(parser, events);
                    found = true;
                } else {
                    JsonNode value = mapper.readTree(parser);
                    common.set(name, value);
                }
            }
            end(parser);
        } catch (IOException e) {
            throw malformed(e);
        }
        if (!found && !(orMetrics && common.path("series").isArray())) {
            throw new InvalidBodyException("batch: has to be an array of events");
        }
        rules.checkCommon(common);
        int lost = Lost.take(common);
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            if (event.get("context") instanceof ObjectNode own && common.get("context") instanceof ObjectNode context) {
                context.fieldNames().forEachRemaining(name -> inherit(own, context, name));
            }
            inherit(event, common, "context");
            inherit(event, common, "sentAt");
            rules.check(event, "batch[" + i + "].");
        }
        Lost.note(lost, events);
        return new Body(events, textOf(common, "writeKey"));
    }

    private void readEvents(JsonParser parser, List<ObjectNode> events) throws IOException, InvalidBodyException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidBodyException("batch: has to be an array of events");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            var where = "batch[" + events.size() + "]: ";
            limit(events.size() + 1, MAX_EVENTS, "batch: has at most 2,500 events");
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new InvalidBodyException(where + "has to be an object");
            }
            long start = parser.currentTokenLocation().getByteOffset();
            ObjectNode event = mapper.readTree(parser);
            long size = parser.currentLocation().getByteOffset() - start;
            limit(size, MAX_EVENT_BYTES, where + "an event has at most 32 KB");
            events.add(event);
        }
    }

    private static void inherit(ObjectNode event, ObjectNode common, String name) {
        var value = common.get(name);
        if (value != null && !value.isNull() && !event.hasNonNull(name)) {
            event.set(name, value);
        }
    }

    private static void begin(JsonParser parser, JsonToken expected, String otherwise)
            throws IOException, InvalidBodyException {
        if (parser.nextToken() != expected) {
            throw new InvalidBodyException(otherwise);
        }
    }

    private static void end(JsonParser parser) throws IOException, InvalidBodyException {
        if (parser.nextToken() != null) {
            throw new InvalidBodyException("the body has to be one JSON object and nothing more");
        }
    }

    private static void limit(long size, long most, String otherwise) throws InvalidBodyException {
        if (size > most) {
            throw new InvalidBodyException(otherwise, true);
        }
    }

    /** Where it is malformed, without what stands there: Jackson's own message would quote it. */
    private static InvalidBodyException malformed(IOException e) {
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            var location = json.getLocation();
            return new InvalidBodyException(String.format(
                    Locale.ROOT,
                    "the body is not JSON that can be read: line %d, column %d",
                    location.getLineNr(),
                    location.getColumnNr()));
        }
        return new InvalidBodyException("the body is not JSON that can be read");
    }

    private static @Nullable String textOf(ObjectNode object, String name) {
        return object.path(name).textValue();
    }
}
