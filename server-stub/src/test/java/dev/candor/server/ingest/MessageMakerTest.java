package dev.candor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.event.Versions;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageMakerTest extends MessageMaking {
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
        "2019-11-05T10:52:14.618Z, 2020-11-04T10:52:14.618Z, 2019-11-05T10:52:14.750Z",
        "2019-11-05T10:52:14.617Z, 2020-11-04T10:52:14.618Z, 2020-11-04T10:52:14.750Z",
    })
    void aWrongClockIsCorrected(String timestamp, String sentAt, String expected) throws Exception {
        var made = browser("{'type':'track','event':'A','timestamp':'" + timestamp + "','sentAt':'" + sentAt + "'}");
        assertThat(made.get("timestamp").asText()).isEqualTo(expected);
        assertThat(made.get("receivedAt").asText()).isEqualTo("2020-11-04T10:52:14.750Z");
    }
}
