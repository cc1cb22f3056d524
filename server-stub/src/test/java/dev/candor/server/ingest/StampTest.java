package dev.candor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.event.Versions;
import dev.candor.server.privacy.DeepScrubber;
import dev.candor.server.privacy.JavaPatterns;
import dev.candor.server.privacy.Words;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of the collecting: by which dictionary, and how many events were lost. */
class StampTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2020-11-04T10:52:14.750Z");

    @TempDir
    Path dir;

    private List<JsonNode> made(Sender.Kind kind, String batch) throws Exception {
        var patterns = new JavaPatterns();
        var reader = new BodyReader(new MessageRules(new Words(patterns, new DeepScrubber(patterns, finding -> {}))));
        var maker = Makers.instance(dir);
        var made = new ArrayList<JsonNode>();
        var events = reader.readBatch(batch.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .events();
        for (var event : maker.make(events, new Sender(kind, "0.0.0.0"), NOW)) {
            made.add(JSON.readTree(event.json()).at("/context/candor"));
        }
        return made;
    }

    @ParameterizedTest
    @EnumSource(Sender.Kind.class)
    void whoeverTakesAnEventFirstSaysByWhichDictionary(Sender.Kind kind) throws Exception {
        assertThat(
                        made(
                                kind,
                                "{'batch':[{'type':'track','event':'A'},{'type':'track','event':'B','context':{'candor':{'dictionaryVersion':99}}}]}"))
                .extracting(JsonNode::toString)
                .containsOnly("{\"dictionaryVersion\":" + Versions.POLICY + "}");
    }

    @Test
    void aCollectorLeavesWhatTheInstanceSaid() throws Exception {
        assertThat(
                        made(
                                Sender.Kind.RELAY,
                                "{'batch':[{'type':'track','event':'A','receivedAt':'2020-01-01T00:00:00Z','context':{'candor':{'dictionaryVersion':1,'lost':4}}}]}"))
                .extracting(JsonNode::toString)
                .containsExactly("{\"dictionaryVersion\":1,\"lost\":4}");
    }

    @Test
    void whatABatchLostIsNotedOnce() throws Exception {
        var events =
                "[{'type':'track','event':'A'},{'type':'track','event':'B','context':{'locale':'en'}},{'type':'track','event':'C'}]";
        assertThat(made(Sender.Kind.BROWSER, "{'context':{'candor':{'lost':3}},'batch':" + events + "}"))
                .extracting(candor -> candor.path("lost").asInt())
                .containsExactly(3, 0, 0);
        assertThat(made(Sender.Kind.BROWSER, "{'context':{'candor':{'lost':3}},'batch':[]}"))
                .isEmpty();
    }

    @Test
    void aNumberThatIsNoneIsLeftOut() throws Exception {
        for (var lost : new String[] {"-1", "0", "'ann@example.org'", "{}", "1e30", "null"}) {
            assertThat(made(
                            Sender.Kind.BROWSER,
                            "{'context':{'candor':{'lost':" + lost + "}},'batch':[{'type':'track','event':'A'}]}"))
                    .as(lost)
                    .allMatch(candor -> !candor.toString().contains("ann")
                            && candor.path("lost").asInt() >= 0);
        }
    }
}
