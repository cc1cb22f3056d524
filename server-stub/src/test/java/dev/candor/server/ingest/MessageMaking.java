package dev.candor.server.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Makes messages of what senders sent, and remembers what was withheld from the last. */
abstract class MessageMaking {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Instant NOW = Instant.parse("2020-11-04T10:52:14.750Z");

    @TempDir
    Path dir;

    private MessageMaker maker;
    private MessageMaker collector;
    List<String> withheld = List.of();

    @BeforeEach
    void makeMaker() {
        maker = Makers.instance(dir);
        collector = Makers.collector(dir);
    }

    JsonNode make(Sender.Kind kind, String json) throws IOException {
        var event = (ObjectNode) JSON.readTree(json.startsWith("{'") ? json.replace('\'', '"') : json);
        var made = (kind == Sender.Kind.RELAY ? collector : maker)
                .make(List.of(event), new Sender(kind, "0.0.0.0"), NOW)
                .get(0);
        var fields = new ArrayList<String>();
        JSON.readTree(made.withheld())
                .forEach(one -> fields.add(one.get("field").asText()));
        withheld = fields;
        return JSON.readTree(made.json());
    }

    JsonNode browser(String json) throws IOException {
        return make(Sender.Kind.BROWSER, json);
    }
}
