package dev.candor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.server.store.StoredEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contexts of a body's events, which are cleaned together where they are the same. */
class ContextsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2020-11-04T10:52:14.750Z");
    private static final List<String> CONTEXTS = List.of(
            "'locale':'en-US','page':{'path':'/a','url':'https://h.example/a'}",
            "'locale':'en-US','page':{'path':'/a','url':'https://h.example/a'}",
            "'locale':'de','ip':'10.1.2.3','mood':'ann@example.org'",
            "'locale':'de','ip':'10.1.2.0','mood':'ann@example.org'",
            "'ip':'10.1.2.0','candor':{'dictionaryVersion':1,'lost':4}",
            "",
            "'locale':'en-US','page':{'path':'/a','url':'https://h.example/a'}");

    @TempDir
    Path dir;

    private static ObjectNode event(String context, String more) throws Exception {
        return (ObjectNode)
                JSON.readTree(("{'type':'track','event':'A','messageId':'m-1'," + more + "'context':{" + context + "}}")
                        .replace('\'', '"'));
    }

    /** Each context as an instance's event and as one that an instance relays, beside each other. */
    private static List<ObjectNode> events() throws Exception {
        var events = new ArrayList<ObjectNode>();
        for (var context : CONTEXTS) {
            events.add(event(context, ""));
            events.add(event(context, "'receivedAt':'2020-01-01T00:00:00.000Z',"));
        }
        return events;
    }

    private List<StoredEvent> made(List<ObjectNode> events, Sender.Kind kind) {
        var maker = kind == Sender.Kind.RELAY ? Makers.collector(dir) : Makers.instance(dir);
        return maker.make(events, new Sender(kind, "192.0.2.0"), NOW);
    }

    @ParameterizedTest
    @EnumSource(Sender.Kind.class)
    void anEventsContextIsTheSameWhateverEventsCameWithIt(Sender.Kind kind) throws Exception {
        var alone = new ArrayList<StoredEvent>();
        for (var event : events()) {
            alone.addAll(made(List.of(event), kind));
        }
        assertThat(made(events(), kind)).isEqualTo(alone);
    }

    @Test
    void whatIsTakenFromAContextThatManyShareIsSaidOfEach() throws Exception {
        var shared = event(CONTEXTS.get(2), "");
        assertThat(made(List.of(shared, shared.deepCopy(), shared), Sender.Kind.BROWSER))
                .extracting(StoredEvent::withheld)
                .allSatisfy(withheld -> assertThat(withheld).contains("context.mood"))
                .hasSize(3);
    }

    @Test
    void whatCameIsNotChanged() throws Exception {
        var came = events();
        made(came, Sender.Kind.BROWSER);
        assertThat(came).isEqualTo(events());
    }
}
