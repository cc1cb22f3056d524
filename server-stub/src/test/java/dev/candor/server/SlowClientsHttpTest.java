package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Clients that take their time, or send more than anybody wants. */
class SlowClientsHttpTest extends HostileHttp {
    private static final int CROWD = 200;
    /** As patient as the server is, but for less long. */
    private static final WebServer.Patience IMPATIENT = new WebServer.Patience(1_500, 2_000, 2_000);

    @Test
    void slowClientsKeepNobodyElseWaitingAndAreSentAway() throws Exception {
        var beginnings = new String[] {
            "",
            "GET /healthz HTTP/1.1\r\nHost: h\r\nX-Slow: ",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: 400000\r\n\r\n{\"event\":\"CLICK\"",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"eve\r\n",
            "POST /v1/batch HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n" + " ".repeat(600_000),
        };
        var pool = Executors.newSingleThreadExecutor();
        var crowd = new ArrayList<RawClient>();
        try (var web = new WebServer("127.0.0.1", 0, server.server().servlet(), IMPATIENT);
                var dripping = new RawClient(web.port());
                var deaf = new RawClient(web.port())) {
            var refused =
                    pool.submit(() -> deaf.saysUntilRefused("GET /dictionary HTTP/1.1\r\nHost: h\r\n\r\n", 400_000, 0));
            for (int i = 0; i < CROWD; i++) {
                var slow = new RawClient(web.port());
                crowd.add(slow);
                slow.say(beginnings[i % beginnings.length]);
            }
            long start = System.nanoTime();
            assertThat(RawClient.ask(web.port(), post("{\"event\":\"CLICK\"}"))).startsWith("HTTP/1.1 200 ");
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
            dripping.say("POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: 400000\r\n\r\n");
            assertThat(dripping.saysUntilRefused(" ", 300, 100)).isTrue();
            for (var slow : crowd) {
                assertThat(slow.rest()).doesNotContain(" 200 ");
            }
            assertThat(refused.get()).isTrue();
        } finally {
            pool.shutdownNow();
            for (var slow : crowd) {
                slow.close();
            }
        }
    }

    @Test
    void aHeadThatIsTooLargeIs431() throws Exception {
        var value = "GET /healthz HTTP/1.1\r\nHost: h\r\nX-A: " + "a".repeat(9_000) + "\r\n\r\n";
        var many = "GET /healthz HTTP/1.1\r\nHost: h\r\n" + "X: 1\r\n".repeat(3_000) + "\r\n";
        var cookies = "GET /healthz HTTP/1.1\r\nHost: h\r\nCookie: " + "a=b;".repeat(3_000) + "\r\n\r\n";
        for (var request : new String[] {value, many, cookies}) {
            assertThat(ask(request)).startsWith("HTTP/1.1 431 ");
        }
        try (var endless = new RawClient(port())) {
            endless.say("GET /healthz HTTP/1.1\r\nHost: h\r\n");
            assertThat(endless.saysUntilRefused("X-Header-Flood: 1\r\n", 100_000, 0))
                    .isTrue();
        }
    }

    @Test
    void aZippedBodyIsBoundedWhateverItBecomes() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bomb)) {
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(500 * 1024);
        var runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long start = System.nanoTime();
        try (var client = new RawClient(port())) {
            client.say(
                    "POST /v1/batch HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + bomb.size() + "\r\n\r\n");
            client.say(bomb.toByteArray());
            assertThat(client.rest()).startsWith("HTTP/1.1 413 ");
        }
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        System.gc();
        assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(32 << 20);
    }
}
