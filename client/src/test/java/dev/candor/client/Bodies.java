package dev.candor.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** What is posted: as the script has to write it, and as a server reads it. */
final class Bodies {
    private Bodies() {}

    /** A batch whose events' contexts have in the batch's what they all say. */
    static JsonNode shared(ObjectNode body) {
        var events = body.get("batch");
        if (events.size() > 1) {
            var common = body.get("context") instanceof ObjectNode said ? said : JsonNodeFactory.instance.objectNode();
            body.set("context", common);
            var first = events.get(0).path("context");
            for (var name : names(first)) {
                var value = first.get(name);
                if (all(events, event -> value.equals(event.path("context").get(name)))) {
                    common.set(name, value);
                    events.forEach(event -> ((ObjectNode) event.get("context")).remove(name));
                }
            }
        }
        return body;
    }

    /** The events of a body, each with all that is said of it. */
    static ArrayNode events(String body) {
        var read = FakeBrowser.read(body);
        var events = (ArrayNode) read.get("batch");
        if (read.get("context") instanceof ObjectNode common) {
            for (var event : events) {
                var own = event.has("context") ? event.get("context") : ((ObjectNode) event).putObject("context");
                for (var name : names(common)) {
                    if (!own.has(name) && !name.equals("candor")) {
                        ((ObjectNode) own).set(name, common.get(name));
                    }
                }
            }
        }
        return events;
    }

    private static boolean all(JsonNode events, Predicate<JsonNode> what) {
        return StreamSupport.stream(events.spliterator(), false).allMatch(what);
    }

    /** The names of the members. */
    static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
