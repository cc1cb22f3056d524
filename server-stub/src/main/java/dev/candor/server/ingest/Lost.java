package dev.candor.server.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How many events a browser had no room for: said once in a batch's context, {@code {"candor":{"lost":3}}}, and noted in the batch's
 * first event, so that the sum over all events is the number lost and a batch sent twice counts once.
 */
final class Lost {
    private Lost() {}

    /** Takes the number out of what stands at the top of a batch. 0 for none. */
    static int take(ObjectNode common) {
        return common.get("context") instanceof ObjectNode context
                        && context.remove("candor") instanceof ObjectNode candor
                ? candor.path("lost").asInt()
                : 0;
    }

    /** Notes it in the first event. */
    static void note(int lost, List<ObjectNode> events) {
        if (lost > 0 && !events.isEmpty()) {
            var first = events.get(0);
            // A copy, as events without a context of their own share the batch's.
            var context = first.get("context") instanceof ObjectNode own
                    ? own.deepCopy()
                    : JsonNodeFactory.instance.objectNode();
            context.putObject("candor").put("lost", lost);
            first.set("context", context);
        }
    }
}
