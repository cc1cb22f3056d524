package dev.candor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.Versions;
import dev.candor.server.privacy.InstanceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageMakerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2020-11-04T10:52:14.750Z");
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String INSTANCE = Makers.INSTANCE;

    @TempDir
    Path dir;

    private MessageMaker maker;
    private MessageMaker collector;
    private List<String> withheld = List.of();

    @BeforeEach
    void makeMaker() {
        maker = Makers.instance(dir);
        collector = Makers.collector(dir);
    }

    private JsonNode make(Sender.Kind kind, String json) throws IOException {
        var event = (ObjectNode) JSON.readTree(json.startsWith("{'") ? json.replace('\'', '"') : json);
        var made = (kind == Sender.Kind.RELAY ? collector : maker).make(event, new Sender(kind, "0.0.0.0"), NOW);
        var fields = new ArrayList<String>();
        JSON.readTree(made.withheld())
                .forEach(one -> fields.add(one.get("field").asText()));
        withheld = fields;
        return JSON.readTree(made.json());
    }

    private JsonNode browser(String json) throws IOException {
        return make(Sender.Kind.BROWSER, json);
    }

    @Test
    void theTelemetryPagesPageLoadComesOutAsItIsButForTheAddressAndTheUser() throws Exception {
        var made = browser("""
                {"type":"track","anonymousId":"0b62ab60-02ad-4f69-a181-d9c5eb2f97fa","context":{"ip":"49.207.192.209",
                "library":{"name":"analytics.js","version":"4.0.4"},"locale":"en-US","page":{"path":"/applications",
                "referrer":"https://dev.appsmith.com/applications","search":"","title":"Editor | Appsmith",
                "url":"https://dev.appsmith.com/applications"},"userAgent":"Mozilla/5.0 (Macintosh) Chrome/86.0.4240.111"},
                "event":"APPLICATIONS_PAGE_LOAD","integrations":{},"messageId":"ajs-9176c8f5ebc607524746206ea6aa7502",
                "properties":{},"timestamp":"2020-11-04T10:52:14.616Z","sentAt":"2020-11-04T10:52:14.618Z","userId":"ann"}
                """);
        assertThat(made).isEqualTo(JSON.readTree("""
                {"anonymousId":"0b62ab60-02ad-4f69-a181-d9c5eb2f97fa","context":{"candor":{"dictionaryVersion":%d},"ip":"0.0.0.0",
                "library":{"name":"analytics.js","version":"4.0.4"},"locale":"en-US","page":{"path":"/applications",
                "referrer":"https://dev.appsmith.com/applications","search":"","title":"Editor | Appsmith",
                "url":"https://dev.appsmith.com/applications"},"userAgent":"Mozilla/5.0 (Macintosh) Chrome/86.0.0.0"},
                "event":"APPLICATIONS_PAGE_LOAD","integrations":{},"messageId":"ajs-9176c8f5ebc607524746206ea6aa7502",
                "originalTimestamp":"2020-11-04T10:52:14.616Z","properties":{},"receivedAt":"2020-11-04T10:52:14.750Z",
                "sentAt":"2020-11-04T10:52:14.618Z","timestamp":"2020-11-04T10:52:14.748Z","type":"track","userId":null}
                """.formatted(Versions.POLICY)));
        assertThat(withheld).containsExactly("context.userAgent", "userId");
    }

    @Test
    void fieldsStandInTheRecordsOrder() throws Exception {
        var names = new ArrayList<String>();
        browser("{'userId':null,'type':'track','event':'A','messageId':'m','anonymousId':'a'}")
                .fieldNames()
                .forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "anonymousId",
                        "context",
                        "event",
                        "integrations",
                        "messageId",
                        "properties",
                        "receivedAt",
                        "timestamp",
                        "type",
                        "userId");
    }

    @Test
    void whatPeopleTypedLeavesAsAKeyedHash() throws Exception {
        var json = """
                {"type":"track","event":"execute_ACTION_TRIGGERED","userId":"ann","properties":{"appId":"612465f87b2230debedfc6","appMode":"edit",
                "appName":"Ann's app","datasource":{"name":"Ann's data","host":"db"},"instanceId":"612460418944011a10fa5b","isExampleApp":false,
                "isSuccessfulExecution":true,"orgId":"Acme","pluginName":"PostgreSQL","statusCode":"","timeElapsed":8,
                "username":"ann@example.org","password":"hunter2"}}
                """;
        var made = make(Sender.Kind.SERVER, json).get("properties");
        assertThat(made.toString()).doesNotContain("Ann", "Acme", "ann@", "hunter2");
        assertThat(made.get("username").asText()).matches("[0-9a-f]{64}");
        assertThat(made.at("/datasource/name").asText()).matches("[0-9a-f]{64}");
        assertThat(made.get("timeElapsed").asInt()).isEqualTo(8);
        assertThat(made.get("pluginName").asText()).isEqualTo("PostgreSQL");
        assertThat(withheld).containsExactly("properties.datasource.host", "properties.password", "userId");
        assertThat(make(Sender.Kind.SERVER, json).get("properties")).isEqualTo(made);
    }

    @Test
    void theKeyIsTheInstancesOwn(@TempDir Path other) throws Exception {
        var here = new InstanceKey(dir.resolve("hash-key")).hash("ann");
        assertThat(new InstanceKey(dir.resolve("hash-key")).hash("ann")).isEqualTo(here);
        assertThat(new InstanceKey(other.resolve("hash-key")).hash("ann")).isNotEqualTo(here);
        var key = new InstanceKey(dir.resolve("hash-key"));
        key.delete();
        assertThat(dir.resolve("hash-key")).doesNotExist();
        assertThat(key.hash("ann")).isNotEqualTo(here);
    }

    @Test
    void aHashOfAnInstanceStaysAtTheCollectorAndIsHashedAtAnInstance() throws Exception {
        var hash = "a".repeat(64);
        var json = "{'type':'track','event':'execute_ACTION_TRIGGERED','properties':{'username':'" + hash + "'}}";
        assertThat(make(Sender.Kind.RELAY, json).at("/properties/username").asText())
                .isEqualTo(hash);
        assertThat(make(Sender.Kind.SERVER, json).at("/properties/username").asText())
                .isNotEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'plan':'free' | true",
                "'count':3 | true",
                "'ratio':-0.5 | true",
                "'on':true | true",
                "'path':'a/b:c+d_e.f-g' | true",
                "'plan':'two words' | false",
                "'plan':'ann@example.org' | false",
                "'plan':'+49 171 1234567' | false",
                "'plan':'4111111111111111' | false",
                "'card':4111111111111111 | false",
                "'plan':'' | false",
                "'plan':{'a':1} | false",
                "'plan':[1] | false",
                "'email':'none' | false",
                "'userName':'ann' | false",
                "'ann@example.org':true | false",
                "'a key':true | false",
            })
    void aPropertyIsABooleanANumberOrAShortLabel(String property, boolean stays) throws Exception {
        var made = browser("{'type':'track','event':'A','properties':{" + property + "}}");
        assertThat(made.get("properties").size()).isEqualTo(stays ? 1 : 0);
        assertThat(withheld).hasSize(stays ? 0 : 1);
        assertThat(withheld.toString()).doesNotContain("ann@example.org");
    }

    @Test
    void unknownFieldsAreWithheldByName() throws Exception {
        var made =
                browser("{'type':'track','event':'A','device':{'id':'x'},'context':{'ip':'1.2.3.4','os':{'name':'x'},"
                        + "'page':{'path':'/a','secret':'s'}},'integrations':{'All':true},'ann@example.org':1}");
        assertThat(withheld)
                .containsExactlyInAnyOrder(
                        "device",
                        "context.os",
                        "context.page.secret",
                        "integrations.All",
                        "(a name that is withheld too)");
        assertThat(made.toString()).doesNotContain("1.2.3.4");
        assertThat(made.get("integrations")).isEmpty();
    }

    @Test
    void identitiesNeverPass() throws Exception {
        for (var type : new String[] {"identify", "group", "alias"}) {
            var made = browser("{'type':'" + type + "','userId':'ann','groupId':'acme','previousId':'bob',"
                    + "'traits':{'email':'ann@example.org'},'anonymousId':'ann smith'}");
            assertThat(made.toString()).doesNotContain("ann", "acme", "bob");
            assertThat(withheld).contains("userId", "groupId", "previousId", "traits", "anonymousId");
        }
    }

    @Test
    void visitsThatDifferOnlyInWhoMadeThemComeOutTheSame() throws Exception {
        var event = """
                {"type":"track","event":"CLICK","messageId":"0192f3a1-7c1e-7b3a-9c1d-2f6a7b8c9d0e","userId":"%1$s","anonymousId":"0b62ab60-02ad-4f69-a181-d9c5eb2f97fa",
                "traits":{"email":"%1$s@example.org","age":%2$d},"context":{"ip":"203.0.113.%2$d","traits":{"name":"%1$s"},
                "device":{"id":"%1$s"},"locale":"%1$s","timezone":"%1$s","userAgent":"Mozilla/5.0 %1$s/%2$d.1 (%1$s)",
                "campaign":{"name":"for %1$s Smith","source":"%1$s@example.org"},"page":{"path":"/u/%2$d/%1$s@example.org","referrer":"https://other.example/%1$s",
                "search":"?user=%1$s&utm_term=%1$s+Smith","title":"Inbox of %1$s","url":"https://%1$s@h.example/u/%2$d?token=%1$s"}},
                "properties":{"tag":"a","email":"%1$s@example.org","note":"by %1$s Smith","%1$s@example.org":%2$d}}
                """;
        assertThat(browser(event.formatted("grace", 41)).toString())
                .isEqualTo(browser(event.formatted("ada", 7)).toString())
                .doesNotContain("grace");
    }

    @Test
    void addressesLoseIdsAndQueries() throws Exception {
        var page = browser("{'type':'page','name':'Editor','context':{'page':{"
                        + "'path':'/app/64f0c1a2b3d4e5f6a7b8c9d0/edit','referrer':'https://other.example/search?q=ann',"
                        + "'search':'?utm_source=mail&token=abc','title':'Ticket of ann@example.org',"
                        + "'url':'https://ann:pw@h.example/app/64f0c1a2b3d4e5f6a7b8c9d0/edit?token=abc#x'}}}")
                .at("/context/page");
        assertThat(page)
                .isEqualTo(JSON.readTree("{\"path\":\"/app/:id/edit\",\"referrer\":\"https://other.example\","
                        + "\"search\":\"?utm_source=mail\",\"title\":\"\","
                        + "\"url\":\"https://h.example/app/:id/edit\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "2020-11-04T10:52:14.616Z, 2020-11-04T10:52:14.618Z, 2020-11-04T10:52:14.748Z",
        "2031-01-01T00:00:00.000Z, 2031-01-01T00:00:01.000Z, 2020-11-04T10:52:13.750Z",
        "2020-11-04T11:52:14.616+01:00, 2020-11-04T10:52:14.618Z, 2020-11-04T10:52:14.748Z",
        "2020-11-04T10:52:14.616Z, 2020-11-04T10:52:13.000Z, 2020-11-04T10:52:14.750Z",
        "2020-11-05T10:52:14.616Z, 2020-11-05T10:52:14.618Z, 2020-11-04T10:52:14.748Z",
        "2020-11-03T10:52:14.616Z, 2020-11-03T10:52:14.618Z, 2020-11-04T10:52:14.748Z",
        "2020-11-05T10:52:14.616Z, 2020-11-04T10:52:14.618Z, 2020-11-04T10:52:14.750Z",
        "2020-11-04T10:52:14.616Z, '', 2020-11-04T10:52:14.750Z",
        "2020-11-04T10:52:14.616Z, soon, 2020-11-04T10:52:14.750Z",
        "2000-11-04T10:52:14.616Z, 2020-11-04T10:52:14.618Z, 2020-11-04T10:52:14.750Z",
    })
    void aWrongClockIsCorrected(String timestamp, String sentAt, String expected) throws Exception {
        var made = browser("{'type':'track','event':'A','timestamp':'" + timestamp + "','sentAt':'" + sentAt + "'}");
        assertThat(made.get("timestamp").asText()).isEqualTo(expected);
        assertThat(made.get("receivedAt").asText()).isEqualTo("2020-11-04T10:52:14.750Z");
    }

    @Test
    void theServersEventsCarryTheInstancesId() throws Exception {
        assertThat(make(Sender.Kind.SERVER, "{'type':'track','event':'A','userId':'ann'}")
                        .get("userId")
                        .asText())
                .isEqualTo(INSTANCE);
    }

    @Test
    void aRelayedEventComesOutByteForByte() throws Exception {
        var json =
                "{'anonymousId':'0b62ab60-02ad-4f69-a181-d9c5eb2f97fa','context':{'candor':{'dictionaryVersion':1,'lost':3},'ip':'203.0.113.0','library':{'name':'candor.js','version':'0.1.0'}},"
                        + "'event':'A','integrations':{},'messageId':'0192f3a1-7c1e-7b3a-9c1d-2f6a7b8c9d0e','originalTimestamp':'2020-01-04T10:52:14.616Z',"
                        + "'properties':{'plan':'free'},'receivedAt':'2020-01-04T10:52:14.750Z',"
                        + "'sentAt':'2020-01-04T10:52:14.618Z','timestamp':'2020-01-04T10:52:14.748Z','type':'track',"
                        + "'userId':'" + INSTANCE + "'}";
        assertThat(make(Sender.Kind.RELAY, json).toString()).isEqualTo(json.replace('\'', '"'));
        assertThat(withheld).isEmpty();
    }

    @Test
    void aClientCannotPretendToBeRelayed() throws Exception {
        var made = browser("{'type':'track','event':'A','receivedAt':'2000-01-01T00:00:00Z','userId':'ann',"
                + "'timestamp':'2000-01-01T00:00:00Z'}");
        assertThat(made.get("receivedAt").asText()).isEqualTo("2020-11-04T10:52:14.750Z");
        assertThat(made.get("userId").isNull()).isTrue();
    }

    @Test
    void anIdThatIsNotThereIsMade() throws Exception {
        var first = browser("{'type':'track','event':'A'}").get("messageId").asText();
        assertThat(first).matches(UUID);
        assertThat(browser("{'type':'track','event':'A'}").get("messageId").asText())
                .matches(UUID)
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann-smith", "ann@example.org", "4111111111111111", "42", "annsmith1984"})
    void anIdThatMayBeSomebodysIsHashedAndTheSameEachTime(String id) throws Exception {
        var json = "{'type':'track','event':'A','messageId':'" + id + "','anonymousId':'" + id + "'}";
        var made = browser(json);
        assertThat(withheld).containsExactlyInAnyOrder("messageId", "anonymousId");
        assertThat(made.toString()).doesNotContain("\"" + id + "\"");
        assertThat(made.get("messageId").asText()).matches(UUID);
        assertThat(made.get("anonymousId").asText()).matches(UUID);
        assertThat(browser(json)).isEqualTo(made);
        assertThat(make(Sender.Kind.RELAY, made.toString()).get("messageId")).isEqualTo(made.get("messageId"));
    }

    @Test
    void anIdThatIsANumberIsHashedToo() throws Exception {
        assertThat(browser("{'type':'track','event':'A','anonymousId':4711}")
                        .get("anonymousId")
                        .asText())
                .matches(UUID);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.77, 203.0.113.0",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1::",
        "[2001:db8:1:2:3:4:5:6], 2001:db8:1::",
        "::ffff:203.0.113.77, 203.0.113.0",
        "localhost, 0.0.0.0",
        "'', 0.0.0.0",
    })
    void aMaskedAddressIsItsNetwork(String address, String expected) {
        assertThat(Networks.masked(address)).isEqualTo(expected);
    }
}
