package dev.candor.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The telemetry page's three samples, but for what strict anonymity forbids: no address, no readable name, no user id. */
class SamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HASH = "70280e5d07e61e5e915e5d26ac8704bbd68d3f75ebad67ba439f4c354d7a0b12";

    private static final Message<InstanceActive> KEEP_ALIVE = new Message<>(
            null,
            null,
            new Context(null, null, "0.0.0.0", new Library("unknown", "unknown"), null, null, null, null, null),
            InstanceActive.EVENT,
            new Integrations(),
            "api-1jokIBOkNv8nEmu2fGeNb01G1RC",
            null,
            null,
            new InstanceActive("<uuid>"),
            "2020-11-04T08:15:49.537Z",
            null,
            "2020-11-04T08:15:49.537Z",
            "track",
            "<uuid>");

    private static final Message<PageLoad> PAGE_LOAD = new Message<>(
            "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa",
            null,
            new Context(
                    null,
                    null,
                    "0.0.0.0",
                    new Library("analytics.js", "4.0.4"),
                    "en-US",
                    new Page(
                            "/applications",
                            "https://dev.appsmith.com/applications",
                            "",
                            "Editor | Appsmith",
                            "https://dev.appsmith.com/applications"),
                    null,
                    null,
                    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_14_6) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.111 Safari/537.36"),
            "APPLICATIONS_" + PageLoad.EVENT,
            new Integrations(),
            "ajs-9176c8f5ebc607524746206ea6aa7502",
            null,
            "2020-11-04T10:52:14.616Z",
            new PageLoad(),
            "2020-11-04T10:52:14.750Z",
            "2020-11-04T10:52:14.618Z",
            "2020-11-04T10:52:14.748Z",
            "track",
            null);

    private static final Message<ActionTriggered> ACTION = new Message<>(
            null,
            null,
            new Context(null, null, null, new Library("analytics-java", "2.1.1"), null, null, null, null, null),
            ActionTriggered.EVENT,
            new Integrations(),
            "0f6b07ee-0717-413-808c-c25b09c0468",
            null,
            "2021-08-24T07:23:35.610Z",
            new ActionTriggered(
                    "612465f87b2230debedfc6",
                    "edit",
                    HASH,
                    new Datasource(HASH),
                    "612460418944011a10fa5b",
                    false,
                    true,
                    HASH,
                    HASH,
                    "appsmith-server",
                    "612465802230debedfc8",
                    HASH,
                    "PostgreSQL",
                    "",
                    8,
                    "DB",
                    HASH),
            "2021-08-24T07:23:39.996Z",
            "2021-08-24T07:23:39.885Z",
            "2021-08-24T07:23:35.721Z",
            "track",
            "612460418944011a10fa5b");

    @Test
    void theKeepAliveIsThePagesButForTheAddress() throws IOException {
        var expected = sample("instance-active.json");
        expected.put("userId", "<uuid>");
        ((ObjectNode) expected.get("context")).put("ip", "0.0.0.0");
        assertThat(written(KEEP_ALIVE)).isEqualTo(expected);
    }

    @Test
    void thePageLoadIsThePagesButForTheAddressAndTheUser() throws IOException {
        var expected = sample("applications-page-load.json");
        expected.putNull("userId");
        ((ObjectNode) expected.get("context")).put("ip", "0.0.0.0");
        assertThat(written(PAGE_LOAD)).isEqualTo(expected);
    }

    @Test
    void theActionIsThePagesButForNamesAndTheUser() throws IOException {
        var expected = sample("execute-action-triggered.json");
        expected.put("userId", "612460418944011a10fa5b");
        var properties = (ObjectNode) expected.get("properties");
        for (var field : new String[] {"appName", "name", "orgId", "pageName", "username"}) {
            properties.put(field, HASH);
        }
        ((ObjectNode) properties.get("datasource")).put("name", HASH);
        assertThat(written(ACTION)).isEqualTo(expected);
    }

    @Test
    void fieldsAreWrittenInTheSamplesOrder() throws IOException {
        var json = JSON.writeValueAsString(PAGE_LOAD);
        assertThat(json).startsWith("{\"anonymousId\":\"0b62ab60-").endsWith(",\"type\":\"track\",\"userId\":null}");
        var names = new ArrayList<String>();
        written(PAGE_LOAD).fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactlyElementsOf(new TreeSet<>(names));
    }

    @Test
    void rawJsonIsWrittenAsItStands() throws IOException {
        assertThat(JSON.writeValueAsString(new RawJson("{\"plan\":\"free\"}"))).isEqualTo("{\"plan\":\"free\"}");
    }

    @TestFactory
    Stream<DynamicTest> readingBackGivesTheSameRecord() {
        return Stream.of(
                DynamicTest.dynamicTest(
                        "keep-alive",
                        () -> assertThat(readBack(KEEP_ALIVE, new TypeReference<Message<InstanceActive>>() {}))
                                .isEqualTo(KEEP_ALIVE)),
                DynamicTest.dynamicTest(
                        "page load",
                        () -> assertThat(readBack(PAGE_LOAD, new TypeReference<Message<PageLoad>>() {}))
                                .isEqualTo(PAGE_LOAD)),
                DynamicTest.dynamicTest(
                        "action",
                        () -> assertThat(readBack(ACTION, new TypeReference<Message<ActionTriggered>>() {}))
                                .isEqualTo(ACTION)));
    }

    private static <P> Message<P> readBack(Message<P> message, TypeReference<Message<P>> type) throws IOException {
        return JSON.readValue(JSON.writeValueAsBytes(message), type);
    }

    private static JsonNode written(Message<?> message) throws IOException {
        return JSON.readTree(JSON.writeValueAsBytes(message));
    }

    private static ObjectNode sample(String name) throws IOException {
        try (var in = SamplesTest.class.getResourceAsStream(name)) {
            return (ObjectNode) JSON.readTree(in);
        }
    }
}
