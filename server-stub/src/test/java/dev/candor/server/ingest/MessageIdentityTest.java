package dev.candor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.privacy.InstanceKey;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sent an event, which nobody may tell from it. */
class MessageIdentityTest extends MessageMaking {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String INSTANCE = Makers.INSTANCE;

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
    void anIdThatIsNotThereIsMadeAndSortsByTime() throws Exception {
        var millis = "%012x".formatted(NOW.toEpochMilli());
        var made = millis.substring(0, 8) + "-" + millis.substring(8) + "-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
        var first = browser("{'type':'track','event':'A'}").get("messageId").asText();
        assertThat(first).matches(made);
        assertThat(browser("{'type':'track','event':'A'}").get("messageId").asText())
                .matches(made)
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

    @ParameterizedTest
    @CsvSource({
        "RELAY, 203.0.113.0, 203.0.113.0",
        "RELAY, 2001:db8:1::, 2001:db8:1::",
        "RELAY, 203.0.113.77, 0.0.0.0",
        "BROWSER, 203.0.113.0, 0.0.0.0",
        "SERVER, 203.0.113.0, 0.0.0.0",
    })
    void onlyAnInstanceIsBelievedWhichNetworkAVisitorIsOf(Sender.Kind kind, String said, String ip) throws Exception {
        assertThat(make(kind, "{'type':'track','event':'A','context':{'ip':'" + said + "'}}")
                        .at("/context/ip")
                        .asText())
                .isEqualTo(ip);
    }

    @Test
    void aPagesNameHasNothingPersonalInIt() throws Exception {
        var made = browser("{'type':'page','name':'Tickets of ann@example.org','category':'Help desk'}");
        assertThat(made.has("name")).isFalse();
        assertThat(made.get("category").asText()).isEqualTo("Help desk");
        assertThat(withheld).containsExactly("name");
    }

    @ParameterizedTest
    @CsvSource({"track, 0", "identify, 0", "group, 0", "alias, 0", "page, 2", "screen, 2"})
    void onlyAPageHasANameThatIsNotSomebodys(String type, int left) throws Exception {
        var made = browser("{'type':'" + type + "','event':'A','name':'Ann Smith','category':'Acme'}");
        assertThat(Stream.of("name", "category").filter(made::has)).hasSize(left);
        assertThat(withheld).hasSize(2 - left);
    }
}
