package dev.candor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that match no pattern: which of them may leave. */
class FreeTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    private JsonNode context(String pointer, String text) throws Exception {
        var event = JsonNodeFactory.instance.objectNode();
        event.put("type", "track").put("event", "A");
        int last = pointer.lastIndexOf('/');
        var context = event.putObject("context");
        (last == 0 ? context : context.withObject(pointer.substring(0, last))).put(pointer.substring(last + 1), text);
        return made(event.toString()).at("/context" + pointer);
    }

    private JsonNode made(String json) throws Exception {
        var event = (com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(json.replace('\'', '"'));
        var sender = new Sender(Sender.Kind.BROWSER, "0.0.0.0");
        return JSON.readTree(Makers.instance(dir)
                .make(List.of(event), sender, Instant.EPOCH)
                .get(0)
                .json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/applications; Editor | Appsmith; Editor | Appsmith",
                "/; Home; Home",
                "/app/:id/edit; Salaries of Ann Smith | Appsmith; ''",
                "/app/64f0c1a2b3d4e5f6a7b8c9d0/edit; Salaries of Ann Smith | Appsmith; ''",
                "/users/@ann; Ann Smith; ''",
                "/applications; Inbox of ann@example.org; ''",
                "/applications; Ticket 4111 1111 1111 1111; ''",
                "/applications; Hello YW5uQGV4YW1wbGUub3Jn; ''",
                "''; Editor | Appsmith; ''",
                "/applications; A title that is as long as a title may be, of 64 characters, yes; A title that is as long as a title may be, of 64 characters, yes",
                "/applications; A title that is as long as a title may be, of 64 characters, yes!; ''",
                "/applications; A title that somebody wrote and that goes on and on for more than a line; ''",
            })
    void aTitleIsTheProductsOrStaysHome(String path, String title, String expected) throws Exception {
        assertThat(made("{'type':'track','event':'A','context':{'page':{'path':'" + path + "','title':'" + title
                                + "'}}}")
                        .at("/context/page/title")
                        .asText())
                .isEqualTo(expected);
    }

    @Test
    void aTitleWithoutAPathStaysHome() throws Exception {
        assertThat(made("{'type':'page','properties':{'title':'Ann Smith'}}")
                        .at("/properties/title")
                        .asText())
                .isEmpty();
    }

    @Test
    void aCampaignIsOneWord() throws Exception {
        assertThat(context("/campaign/name", "spring_sale-2024").asText()).isEqualTo("spring_sale-2024");
        for (var text : new String[] {"Ann Smith", "ann@example.org", "a\nb", "x".repeat(65), "YW5uQGV4YW1wbGUub3Jn"}) {
            assertThat(context("/campaign/name", text).isMissingNode()).as(text).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?utm_source=newsletter&utm_medium=email, ?utm_source=newsletter&utm_medium=email",
        "?utm_source=Ann+Smith&utm_medium=email, ?utm_medium=email",
        "?utm_term=Ann%20Smith, ''",
        "?utm_ann_smith=1, ''",
        "?utm_term=ann%2540example.org&utm_id=7, ?utm_id=7",
        "?name=ann, ''",
    })
    void aQueryKeepsOneWordCampaigns(String search, String expected) throws Exception {
        assertThat(context("/page/search", search).asText()).isEqualTo(expected);
        assertThat(context("/page/url", "https://h.example/a" + search).asText())
                .isEqualTo("https://h.example/a" + expected);
    }

    @Test
    void aCampaignNeedsNoPath() throws Exception {
        assertThat(context("/page/url", "https://h.example?utm_source=mail&q=ann")
                        .asText())
                .isIn("https://h.example?utm_source=mail", "https://h.example/?utm_source=mail");
    }

    @ParameterizedTest
    @CsvSource({
        "?tab=one&plan=free&key=2, ?tab=one&plan=free",
        "?utm_source=mail&tab=one, ?utm_source=mail&tab=one",
        "?tab=Ann+Smith&plan=free, ?plan=free",
        "?tab=Ann%20Smith, ''",
        "?tab=ann@example.org, ''",
        "?tab=ann%40example.org, ''",
        "?tab=ann%2540example.org, ''",
        "?tab=YW5uQGV4YW1wbGUub3Jn, ''",
        "?tab=4111111111111111, ''",
        "?tab=, ''",
        "?tab, ''",
        "?Tab=one, ''",
        "?tabs=one&tab-=1&%74ab=one, ''",
        "?tab[]=one&tab.x=1, ''",
        "?key=1%26tab=one, ''",
    })
    void aParameterThatTheAdminAllowsStaysWhereItIsOneWord(String search, String expected) throws Exception {
        var maker = Makers.withParams(dir, Set.of("tab", "plan"));
        for (var sender : new Sender.Kind[] {Sender.Kind.BROWSER, Sender.Kind.SERVER, Sender.Kind.RELAY}) {
            var event = JsonNodeFactory.instance.objectNode();
            event.put("type", "track").put("event", "A");
            event.withObject("/context/page")
                    .put("url", "https://h.example/a" + search)
                    .put("referrer", "https://h.example/b" + search)
                    .put("search", search);
            var page = JSON.readTree(maker.make(List.of(event), new Sender(sender, "0.0.0.0"), Instant.EPOCH)
                            .get(0)
                            .json())
                    .at("/context/page");
            assertThat(page.path("search").asText()).isEqualTo(expected);
            assertThat(page.path("url").asText()).isEqualTo("https://h.example/a" + expected);
            assertThat(page.path("referrer").asText()).isEqualTo("https://h.example/b" + expected);
        }
        if (!search.contains("utm_")) {
            assertThat(context("/page/search", search).asText())
                    .as("not allowed")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36! true",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_0) AppleWebKit/605.0 (KHTML, like Gecko) Version/17.0 Safari/605.0! true",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.0 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.0! true",
                "Mozilla/5.0 (Android 14; K) AppleWebKit/537.0 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.0! true",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0! true",
                "Ann Smith! false",
                "Mozilla/5.0 (Windows NT 10.0; of Ann Smith) Firefox/133.0! false",
            })
    void aUserAgentSaysWhatBrowsersSay(String userAgent, boolean stays) throws Exception {
        var made = context("/userAgent", userAgent).asText();
        if (stays) {
            assertThat(made.split(" ", -1)).hasSameSizeAs(userAgent.split(" ", -1));
        } else {
            assertThat(made).isEmpty();
        }
    }

    @Test
    void aProductThatNobodyKnowsIsLeftOutOfTheUserAgent() throws Exception {
        assertThat(context("/userAgent", "Mozilla/5.0 (X11; Linux x86_64) AnnsBrowser/7.0 Firefox/133.0")
                        .asText())
                .isEqualTo("Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0");
    }

    @ParameterizedTest
    @CsvSource({
        "/locale, en-US, true",
        "/locale, de, true",
        "/locale, zh-Hant-TW, true",
        "/locale, es-419, true",
        "/locale, fil-PH, true",
        "/locale, AnnSmith, false",
        "/locale, ann-smith, false",
        "/timezone, Europe/Berlin, true",
        "/timezone, Asia/Calcutta, true",
        "/timezone, UTC, true",
        "/timezone, Ann/Smith, false",
        "/screen/size, large, true",
        "/screen/size, ann, false",
    })
    void aFixedVocabularyHasNoRoomForNames(String pointer, String value, boolean stays) throws Exception {
        assertThat(context(pointer, value).isMissingNode()).isEqualTo(!stays);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann%2540example.org",
                "YW5uQGV4YW1wbGUub3Jn",
                "0b62ab60-02ad-4f69-a181-d9c5eb2f97fa",
                "MTkyLjE2OC4xMC43"
            })
    void aPathLosesWhatIsHiddenInIt(String segment) throws Exception {
        assertThat(context("/page/path", "/app/" + segment + "/edit").asText()).isEqualTo("/app/:id/edit");
        assertThat(context("/page/url", "https://h.example/app/" + segment + "/edit")
                        .asText())
                .isEqualTo("https://h.example/app/:id/edit");
    }
}
