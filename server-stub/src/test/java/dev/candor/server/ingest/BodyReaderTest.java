package dev.candor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.server.privacy.DeepScrubber;
import dev.candor.server.privacy.JavaPatterns;
import dev.candor.server.privacy.Words;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private final JavaPatterns patterns = new JavaPatterns();
    private final BodyReader reader =
            new BodyReader(new MessageRules(new Words(patterns, new DeepScrubber(patterns, finding -> {}))));

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | the body has to be a JSON object",
                "[] | the body has to be a JSON object",
                "7 | the body has to be a JSON object",
                "'x' | the body has to be a JSON object",
                "`` | the body has to be a JSON object",
                "{ | the body is not JSON that can be read: line 1, column 2",
                "{'event':'A'} {} | the body has to be one JSON object and nothing more",
                "{'event':'A','event':'B'} | the body is not JSON that can be read: line 1, column 22",
                "{} | event: has to be a name",
                "{'event':null} | event: has to be a name",
                "{'event':5} | event: has to be a name",
                "{'event':''} | event: has to be a name",
                "{'event':'two  spaces'} | event: has to be a name",
                "{'event':'ann@example.org'} | event: has to be a name",
                "{'event':'A','properties':[]} | properties: has to be an object",
                "{'event':'A','properties':'x'} | properties: has to be an object",
                "{'event':'A','context':7} | context: has to be an object",
                "{'event':'A','anonymousId':{}} | anonymousId: has to be a text",
                "{'event':'A','messageId':[]} | messageId: has to be a text",
                "{'event':'A','timestamp':'yesterday'} | timestamp: has to be an ISO 8601 time",
                "{'event':'A','timestamp':5} | timestamp: has to be an ISO 8601 time",
                "{'event':'A','originalTimestamp':'2020-11-04'} | originalTimestamp: has to be an ISO 8601 time",
            })
    void anEventThatIsNoneIsRefusedByField(String json, String message) {
        assertThatThrownBy(() -> reader.readEvent(bytes(json), "track"))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("ann@example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | batch: has to be an array of events",
                "{'batch':{}} | batch: has to be an array of events",
                "{'batch':null} | batch: has to be an array of events",
                "{'batch':[1]} | batch[0]: has to be an object",
                "{'batch':[null]} | batch[0]: has to be an object",
                "{'batch':[{}]} | batch[0].type: has to be track",
                "{'batch':[{'type':'sing'}]} | batch[0].type: has to be track",
                "{'batch':[{'type':'track','event':'A'},{'type':'track'}]} | batch[1].event: has to be a name",
                "{'batch':[],'context':5} | context: has to be an object",
                "{'batch':[],'sentAt':{}} | sentAt: has to be a text",
                "{'batch':[],'writeKey':{}} | writeKey: has to be a text",
                "{'batch':[]} {} | the body has to be one JSON object and nothing more",
                "{'batch':[{'type':'track','event':'A'} | the body is not JSON that can be read",
            })
    void aBatchThatIsNoneIsRefusedByField(String json, String message) {
        assertThatThrownBy(() -> reader.readBatch(bytes(json)))
                .isInstanceOfSatisfying(
                        InvalidBodyException.class,
                        e -> assertThat(e.tooLarge()).isFalse())
                .hasMessageStartingWith(message);
    }

    @Test
    void whatABrowserLostIsNotedInTheFirstEvent() throws Exception {
        var batch = "{'context':{'candor':{'lost':3}},'batch':[%s]}";
        var event = "{'type':'track','event':'A'%s}";
        assertThat(reader.readBatch(bytes(batch.formatted(""))).events()).isEmpty();
        for (var own : new String[] {"", ",'context':{}", ",'context':{'locale':'de'}"}) {
            var events = reader.readBatch(bytes(batch.formatted(event.formatted(own) + "," + event.formatted(own))))
                    .events();
            assertThat(events.get(0).at("/context/candor/lost").asInt()).isEqualTo(3);
            assertThat(events.get(1).at("/context/candor").isMissingNode()).isTrue();
        }
    }

    @Test
    void deepJsonAndHugeNumbersAreRefused() {
        var deep = "{'event':'A','properties':" + "{'a':".repeat(10_000) + "1" + "}".repeat(10_001);
        var huge = "{'event':'A','properties':{'n':" + "9".repeat(10_000) + "}}";
        for (var json : new String[] {deep.substring(0, 30_000), huge}) {
            assertThatThrownBy(() -> reader.readEvent(bytes(json), "track")).isInstanceOf(InvalidBodyException.class);
        }
    }

    @Test
    void sizesAreLimited() {
        var large = "{'type':'track','event':'A','properties':{'x':'" + "x".repeat(33_000) + "'}}";
        var many = "{'batch':[" + "{'type':'track','event':'A'},".repeat(2_500) + "{'type':'track','event':'A'}]}";
        assertThatThrownBy(() -> reader.readEvent(bytes(large), "track"))
                .isInstanceOfSatisfying(
                        InvalidBodyException.class,
                        e -> assertThat(e.tooLarge()).isTrue());
        assertThatThrownBy(() -> reader.readBatch(bytes(many)))
                .isInstanceOfSatisfying(
                        InvalidBodyException.class,
                        e -> assertThat(e.tooLarge()).isTrue());
    }

    @Test
    void anEventOfManyPartsIsLimitedInABatchToo() {
        var parts = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            parts.append("'key").append(i).append("':1,");
        }
        var large = "{'batch':[{'type':'track','event':'A','properties':{" + parts + "'z':1}}]}";
        assertThatThrownBy(() -> reader.readBatch(bytes(large)))
                .isInstanceOfSatisfying(
                        InvalidBodyException.class,
                        e -> assertThat(e.tooLarge()).isTrue());
    }

    @Test
    void whatStandsAtTheTopOfABatchHoldsForEachEvent() throws Exception {
        var body = reader.readBatch(bytes(
                "{'sentAt':'2020-11-04T10:52:14.618Z','writeKey':'k','context':{'locale':'en','timezone':'UTC'},'batch':["
                        + "{'type':'track','event':'A'},"
                        + "{'type':'track','event':'B','context':{'locale':'de'},'sentAt':'2020-11-04T10:52:15.000Z'},"
                        + "{'type':'track','event':'C','context':{}}]}"));
        assertThat(body.writeKey()).isEqualTo("k");
        assertThat(body.events().get(0).at("/context/locale").asText()).isEqualTo("en");
        assertThat(body.events().get(0).get("sentAt").asText()).isEqualTo("2020-11-04T10:52:14.618Z");
        assertThat(body.events().get(1).at("/context/locale").asText()).isEqualTo("de");
        // What an event says itself counts, and the rest is added.
        assertThat(body.events().get(1).at("/context/timezone").asText()).isEqualTo("UTC");
        assertThat(body.events().get(1).get("sentAt").asText()).isEqualTo("2020-11-04T10:52:15.000Z");
        assertThat(body.events().get(2).at("/context/locale").asText()).isEqualTo("en");
    }

    @Test
    void whatIsAsLargeAsItMayBeIsRead() throws Exception {
        assertThat(reader.readEvent(padded("", "{'event':'A'", "}", 32_768), "track")
                        .events())
                .hasSize(1);
        assertTooLarge(() -> reader.readEvent(padded("", "{'event':'A'", "}", 32_769), "track"));
        assertThat(reader.readBatch(padded("{'batch':[", "{'type':'track','event':'A'", "}]}", 32_780))
                        .events())
                .hasSize(1);
        assertTooLarge(() -> reader.readBatch(padded("{'batch':[", "{'type':'track','event':'A'", "}]}", 32_781)));
        assertThat(reader.readBatch(padded("", "{'batch':[]", "}", 512_000)).events())
                .isEmpty();
        assertTooLarge(() -> reader.readBatch(padded("", "{'batch':[]", "}", 512_001)));
        var most = "{'type':'track','event':'A'},".repeat(2_499) + "{'type':'track','event':'A'}";
        assertThat(reader.readBatch(bytes("{'batch':[" + most + "]}")).events()).hasSize(2_500);
    }

    /** With spaces before its end, so that it has so many bytes. */
    private static byte[] padded(String before, String beginning, String end, int length) {
        var json = before + beginning;
        return bytes(json + " ".repeat(length - json.length() - end.length()) + end);
    }

    private static void assertTooLarge(ThrowableAssert.ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        InvalidBodyException.class,
                        e -> assertThat(e.tooLarge()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'batch':[],'batch':[]}",
                "{'writeKey':'a','writeKey':'b','batch':[]}",
                "{'batch':[],'sentAt':null,'sentAt':null}"
            })
    void aNameThatStandsThereTwiceIsRefused(String json) {
        assertThatThrownBy(() -> reader.readBatch(bytes(json)))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessageStartingWith("the body is not JSON that can be read: line 1, column");
    }

    @Test
    void ofTheTypesOnlyATrackNeedsAName() throws Exception {
        for (var type : new String[] {"page", "screen", "identify", "group", "alias"}) {
            assertThat(reader.readEvent(bytes("{'writeKey':'k'}"), type).writeKey())
                    .isEqualTo("k");
        }
    }
}
