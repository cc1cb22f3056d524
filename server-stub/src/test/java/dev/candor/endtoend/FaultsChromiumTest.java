package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.endtoend.FlakyProxy.Trouble;
import dev.candor.server.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong between a page and the disk, with the real server and a real browser: each event is stored once all the same.
 * {@code -Dcandor.soak=true}, which {@code make soak} gives, does more of each and takes longer.
 */
class FaultsChromiumTest {
    private static final boolean SOAK = Boolean.getBoolean("candor.soak");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    @Test
    void theServerIsKilledUnderLoad() throws Exception {
        var port = freePort();
        var ledger = new Ledger(folder);
        var pool = Executors.newFixedThreadPool(4);
        for (int round = 0; round < (SOAK ? 20 : 3); round++) {
            try (var server = start(port)) {
                var taken = new AtomicInteger();
                var senders = new ArrayList<Future<?>>();
                for (int i = 0; i < 4; i++) {
                    senders.add(pool.submit(() -> sendUntilTaken(server, ledger, taken)));
                }
                Eventually.see(PATIENCE, taken::get, count -> count >= 60);
                server.kill();
                try (var next = start(port)) {
                    // What was on its way when the server died is sent again, as clients do.
                    for (var sender : senders) {
                        sender.get(60, TimeUnit.SECONDS);
                    }
                    assertThat(next.send("GET", "/healthz", "").statusCode()).isEqualTo(200);
                }
            }
        }
        pool.shutdown();
        ledger.settle("kill -9 of the server under load", PATIENCE);
    }

    /** Sends batches of five until the server has died once, and the one in which it died until the next server takes it. */
    private static @Nullable Void sendUntilTaken(ServerProcess server, Ledger ledger, AtomicInteger taken)
            throws Exception {
        boolean died = false;
        while (!died) {
            int first = ledger.next(5);
            var batch = new StringBuilder();
            for (int i = first; i < first + 5; i++) {
                batch.append(batch.isEmpty() ? "" : ",")
                        .append("{\"type\":\"track\",\"event\":\"%s\",\"messageId\":\"%s\",\"properties\":{\"i\":%d}}"
                                .formatted(Ledger.EVENT, UUID.randomUUID(), i));
            }
            var body = "{\"writeKey\":\"k\",\"batch\":[" + batch + "]}";
            long end = System.nanoTime() + PATIENCE.toNanos();
            int status = 0;
            while (status != 200 && System.nanoTime() < end) {
                try {
                    status = server.send("POST", "/v1/batch", body).statusCode();
                } catch (IOException dead) {
                    died = true;
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
            taken.addAndGet(5);
        }
        return null;
    }

    @Test
    void theServerIsAwayForAWhile() throws Exception {
        var port = freePort();
        var ledger = new Ledger(folder);
        var server = start(port);
        try (var visitor = visit(server.url())) {
            visitor.page().evaluate(ledger.track(5));
            ledger.settle("before it went", PATIENCE);
            server.kill();
            visitor.page().evaluate(ledger.track(40));
            visitor.page().waitForTimeout(SOAK ? 30_000 : 4_000);
            server = start(port);
            // After a few attempts without any answer a page is quiet until the next one.
            visitor.page().reload();
            visitor.page().evaluate(ledger.track(5));
            ledger.settle("server away", PATIENCE);
        } finally {
            server.close();
        }
    }

    @Test
    void stormsOfRefusals() throws Exception {
        try (var server = start(0);
                var proxy = new FlakyProxy(server.url());
                var visitor = visit(proxy.url())) {
            var ledger = new Ledger(folder);
            for (int storm = 0; storm < (SOAK ? 5 : 1); storm++) {
                proxy.trouble(Trouble.UNAVAILABLE, Trouble.TOO_MANY, Trouble.ANSWER_REPLACED, Trouble.ANSWER_LOST);
                visitor.page().evaluate(ledger.track(100));
                Eventually.see(PATIENCE, proxy::calm, calm -> calm);
                visitor.page().reload();
            }
            assertThat(proxy.calm()).isTrue();
            ledger.settle("503, 429 and lost answers", PATIENCE);
            assertThat(proxy.posts()).extracting(FlakyProxy.Post::status).contains(503, 429, 0);
        }
    }

    private ServerProcess start(int port) throws IOException {
        return ServerProcess.start(
                folder, Map.of("PORT", Integer.toString(port), "CANDOR_SHARE", "yes", "CANDOR_WRITE_KEY", "k"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Visitor visit(String url) {
        var visitor = CHROMIUM.visitor(url);
        visitor.answered("granted");
        visitor.open("/applications");
        return visitor;
    }
}
