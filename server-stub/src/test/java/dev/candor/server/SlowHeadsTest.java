package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections on which a head comes byte by byte, with the limit at three tenths of a second. */
@Timeout(30)
class SlowHeadsTest {
    private static final long HEAD_MS = 300;
    private static final long EVERY_MS = 10;
    /** Five seconds of dripping. */
    private static final int TIMES = 500;

    private static final String ASK = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";

    private static WebServer serve() throws Exception {
        var routes = new Routes()
                .on("GET", "/x", call -> Reply.empty(204))
                .on("POST", "/x", call -> Reply.text(200, "text/plain", Integer.toString(call.body(1_000).length)));
        return new WebServer(
                "127.0.0.1", 0, new CandorServlet(routes), new WebServer.Patience(15_000, HEAD_MS, 20_000));
    }

    @Test
    void aHeadThatDripsForeverIsEnded() throws Exception {
        try (var web = serve();
                var head = new RawClient(web.port());
                var lines = new RawClient(web.port())) {
            long start = System.nanoTime();
            head.say("GET /x HTTP/1.1\r\nHost: h\r\nX: ");
            assertThat(head.saysUntilRefused("a", TIMES, EVERY_MS)).isTrue();
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(HEAD_MS));
            // Empty lines before a request are no request.
            assertThat(lines.saysUntilRefused("\r\n", TIMES, EVERY_MS)).isTrue();
        }
    }

    @Test
    void soIsOneAfterARequestThatWasAnswered() throws Exception {
        try (var web = serve();
                var client = new RawClient(web.port())) {
            client.say(ASK);
            assertThat(client.line()).startsWith("HTTP/1.1 204");
            client.say("GET /x HTTP/1.1\r\nX: ");
            assertThat(client.saysUntilRefused("a", TIMES, EVERY_MS)).isTrue();
        }
    }

    @Test
    void aConnectionMayBeUsedForLongerThanAHeadMayTake() throws Exception {
        try (var web = serve();
                var busy = new RawClient(web.port());
                var slowBody = new RawClient(web.port());
                var idle = new RawClient(web.port());
                var dripping = new RawClient(web.port())) {
            idle.say(ASK);
            assertThat(idle.line()).startsWith("HTTP/1.1 204");
            slowBody.say("POST /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\na");
            dripping.say("GET /x HTTP/1.1\r\nX: ");
            // As long as it takes to end the one that drips, and once more.
            for (int i = 0; i < 2; i++) {
                try (var other = new RawClient(web.port())) {
                    other.say("GET /x HTTP/1.1\r\nX: ");
                    for (boolean ended = false; !ended; ended = other.saysUntilRefused("a", 1, EVERY_MS)) {
                        busy.say(ASK);
                        assertThat(busy.head()).startsWith("HTTP/1.1 204");
                    }
                }
            }
            assertThat(dripping.saysUntilRefused("a", 2, EVERY_MS)).isTrue();
            slowBody.say("b");
            assertThat(slowBody.rest()).startsWith("HTTP/1.1 200").endsWith("2");
            idle.head();
            idle.say(ASK);
            assertThat(idle.line()).startsWith("HTTP/1.1 204");
        }
    }
}
