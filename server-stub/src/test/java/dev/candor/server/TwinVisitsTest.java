package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two visits that differ only in who made them: with clock and randomness the same, what is stored is the same to the byte. */
class TwinVisitsTest {
    private static final String EVENT = """
            {"type":"track","event":"%3$s","messageId":"0192f3a1-7c1e-7b3a-9c1d-%4$012d","userId":"%1$s",
            "anonymousId":"0b62ab60-02ad-4f69-a181-d9c5eb2f97fa","groupId":"%1$s","previousId":"%1$s",
            "traits":{"email":"%1$s@example.org","age":%2$d},
            "context":{"ip":"203.0.113.%2$d","traits":{"name":"%1$s"},"device":{"id":"%1$s"},"os":{"name":"%1$s OS"},
            "locale":"%1$s","timezone":"%1$s","userAgent":"Mozilla/5.0 %1$s/%2$d.1 (of %1$s)","screen":{"size":"%1$s","width":%2$d},
            "campaign":{"name":"for %1$s Smith","source":"%1$s@example.org"},
            "page":{"path":"/u/%2$d/%1$s@example.org","referrer":"https://other.example/%1$s",
            "search":"?user=%1$s&utm_term=%1$s+Smith","title":"Inbox of %1$s","url":"https://%1$s@h.example/u/%2$d?token=%1$s#%1$s"}},
            "properties":{"tag":"a","email":"%1$s@example.org","note":"by %1$s Smith","phone":"+49 171 12345%2$02d",
            "%1$s@example.org":%2$d,"nested":{"name":"%1$s"}},"timestamp":"2026-11-24T09:59:59.000Z"}""";

    @TempDir
    Path first;

    @TempDir
    Path second;

    private static String stored(Path dir, String name, int number) throws Exception {
        var clock = new FakeClock("2026-11-24T10:00:00Z");
        var environment = Map.of("PORT", "0", "CANDOR_ADMIN_TOKEN", TestServer.TOKEN, "CANDOR_SHARE", "yes");
        try (var server = TestServer.of(CandorServer.start(environment, dir, clock, new Random(7)))) {
            int message = 0;
            for (var path : List.of("/v1/track", "/v1/page", "/v1/identify", "/v1/batch")) {
                var event = EVENT.formatted(name, number, "CLICK", message++);
                var cookie = TestServer.cookie("granted")[1] + "; session=" + name;
                var reply = server.post(
                        path,
                        path.equals("/v1/batch")
                                ? "{\"batch\":[" + event + "],\"context\":{\"device\":\"" + name + "\"}}"
                                : event,
                        "Cookie",
                        cookie,
                        "User-Agent",
                        name,
                        "X-Forwarded-For",
                        "203.0.113." + number,
                        "Accept-Language",
                        name);
                assertThat(reply.statusCode()).isEqualTo(200);
            }
            return server.asAdmin("GET", "/admin/events.ndjson", "")
                    .body()
                    .lines()
                    .filter(line -> !line.contains("Instance Active"))
                    .collect(Collectors.joining("\n"));
        }
    }

    @Test
    void areStoredTheSameToTheByte() throws Exception {
        var ofGrace = stored(first, "grace", 41);
        assertThat(ofGrace.lines()).hasSize(4);
        assertThat(ofGrace).isEqualTo(stored(second, "ada", 7)).doesNotContainIgnoringCase("grace");
    }
}
