package dev.candor.server.dictionary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.candor.event.Versions;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dictionary as data, {@code /dictionary.json}:
 *
 * <pre>{@code {"policyVersion":2,"software":"0.1.0","turnOff":["…"],
 * "events":[{"name":"CLICK","what":"…","sentWhen":"…","example":{…}},…],
 * "fields":[{"event":null,"name":"context.page.path","what":"…","why":"…","kind":"route","sentWhen":"…","example":"/app/:id/edit",
 * "since":1},…],"batch":[…]}}</pre>
 *
 * An {@code event} of null stands for every event; {@code batch} has what stands around the events of one request.
 */
public final class DictionaryJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DictionaryJson() {}

    public static String of(DataDictionary dictionary) {
        var root = JSON.createObjectNode();
        root.put("policyVersion", Versions.POLICY);
        root.put("software", Versions.SOFTWARE);
        var off = root.putArray("turnOff");
        WaysOff.ALL.forEach(off::add);
        var events = root.putArray("events");
        var fields = root.putArray("fields");
        addFields(fields, null, "With each event, when that is sent.", dictionary.common());
        for (var event : dictionary.events()) {
            ObjectNode node = events.addObject();
            node.put("name", event.name());
            node.put("what", event.what());
            node.put("sentWhen", event.tier().sentWhen());
            node.putRawValue("example", new RawValue(event.example()));
            addFields(fields, event.name(), event.tier().sentWhen(), event.fields());
        }
        addFields(root.putArray("batch"), null, "With each batch of events, when one is sent.", dictionary.batch());
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addFields(
            ArrayNode fields, @Nullable String event, String sentWhen, List<DescribedField> described) {
        for (var field : described) {
            var node = fields.addObject();
            node.put("event", event);
            node.put("name", field.name());
            node.put("what", field.what());
            node.put("why", "to " + field.why());
            node.put("kind", field.kindInWords());
            node.put("sentWhen", sentWhen);
            if (!field.example().isEmpty()) {
                node.putRawValue("example", new RawValue(field.example()));
            }
            node.put("since", field.since());
        }
    }
}
