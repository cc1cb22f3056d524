package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.candor.endtoend.FlakyProxy.Trouble;
import dev.candor.event.Versions;
import dev.candor.server.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong between a page and the disk, with the real server and a real browser: each event is stored once all the same, or
 * is over a bound. {@code -Dcandor.soak=true}, which {@code make soak} gives, does more of each and takes longer.
 */
class FaultsChromiumTest {
    private static final boolean SOAK = Boolean.getBoolean("candor.soak");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TAB_EVENTS = 30;

    private static Chromium chromium;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

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

    @Test
    void offlineAndOnline() throws Exception {
        try (var server = start(0);
                var visitor = visit(server.url())) {
            var ledger = new Ledger(folder);
            for (int i = 0; i < (SOAK ? 10 : 2); i++) {
                visitor.context().setOffline(true);
                visitor.page().evaluate(ledger.track(25));
                visitor.settle();
                visitor.context().setOffline(false);
                visitor.page().evaluate(ledger.track(5));
            }
            ledger.settle("offline and online", PATIENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {24, -24})
    void aClockIsWrongByADay(int hours) throws Exception {
        try (var server = start(0);
                var visitor = chromium.visitor(server.url())) {
            var ledger = new Ledger(folder);
            visitor.context().addInitScript("""
                            { const Real = Date, by = %d * 3600e3;
                              window.Date = class extends Real {
                                constructor(...given) { given.length ? super(...given) : super(Real.now() + by); }
                                static now() { return Real.now() + by; } } }
                            """.formatted(hours));
            visitor.open("/applications");
            visitor.answer("Yes, share");
            visitor.page().evaluate(ledger.track(30));
            visitor.page().reload();
            visitor.page().evaluate(ledger.track(5));
            ledger.settle("clock wrong by " + hours + " h", PATIENCE);
            for (var event : ledger.stored()) {
                var happened = Instant.parse(event.get("timestamp").asText());
                assertThat(Duration.between(happened, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
                assertThat(Duration.between(
                                        Instant.parse(
                                                event.get("originalTimestamp").asText()),
                                        Instant.now())
                                .toHours())
                        .isIn(-(long) hours, -(long) hours - 1, -(long) hours + 1);
            }
        }
    }

    @Test
    void fiveTabsAtOnce() throws Exception {
        try (var server = start(0);
                var proxy = new FlakyProxy(server.url());
                var visitor = visit(proxy.url())) {
            var ledger = new Ledger(folder);
            var tabs = new ArrayList<>(List.of(visitor.page()));
            while (tabs.size() < 5) {
                tabs.add(open(visitor.context(), proxy.url()));
            }
            proxy.trouble(Trouble.ANSWER_REPLACED, Trouble.CUT);
            for (int i = 0; i < (SOAK ? 5 : 1); i++) {
                for (var tab : tabs) {
                    tab.evaluate(ledger.track(TAB_EVENTS));
                }
            }
            // Two go in the middle of it.
            tabs.get(1).close();
            tabs.get(3).close(new Page.CloseOptions().setRunBeforeUnload(true));
            ledger.settle("five tabs at once", PATIENCE);
        }
    }

    @Test
    void chromiumIsKilledInMidVisit(@TempDir Path profile) throws Exception {
        try (var server = start(0);
                var proxy = new FlakyProxy(server.url())) {
            var ledger = new Ledger(folder);
            var storm = new Trouble[50];
            Arrays.fill(storm, Trouble.UNAVAILABLE);
            proxy.trouble(storm);
            try (var browser = chromium.persistent(profile)) {
                agree(browser.context(), proxy.url());
                var page = open(browser.context(), proxy.url());
                page.evaluate(ledger.track(TAB_EVENTS));
                // The browser writes its storage to disk in its own time.
                Eventually.see(PATIENCE, () -> onDisk(profile), done -> done);
                assertThat(onDisk(profile))
                        .as("the queue is on the browser's disk")
                        .isTrue();
                browser.kill();
            }
            proxy.clear();
            try (var browser = chromium.persistent(profile)) {
                agree(browser.context(), proxy.url());
                open(browser.context(), proxy.url());
                ledger.settle("kill of Chromium in mid-visit", PATIENCE);
            }
        }
    }

    @Test
    void whatIsOverTheBoundIsLostOldestFirst() throws Exception {
        try (var server = start(0);
                var proxy = new FlakyProxy(server.url());
                var visitor = visit(proxy.url())) {
            var ledger = new Ledger(folder);
            visitor.context().setOffline(true);
            visitor.page().evaluate(ledger.track(620));
            visitor.settle();
            visitor.context().setOffline(false);
            Eventually.see(PATIENCE, ledger::stored, stored -> has(stored, 619));
            int lost = 620 - ledger.stored().size();
            ledger.settle("620 events while offline, 500 or 256 KB of which may wait", PATIENCE, lost);
            // An event has some 600 characters, so the 256 KB are reached first; the oldest have gone, and none after
            // them.
            assertThat(lost).isBetween(120, 300);
            assertThat(ledger.stored())
                    .noneMatch(event -> event.at("/properties/i").asInt() < lost);
        }
    }

    private static boolean has(List<JsonNode> stored, int number) {
        return stored.stream().anyMatch(event -> event.at("/properties/i").asInt() == number);
    }

    /** Whether the last of the events is in the files of the browser's local storage. */
    private static boolean onDisk(Path profile) throws IOException {
        var last = "\"i\":" + (TAB_EVENTS - 1);
        try (var files = Files.walk(profile.resolve("Default/Local Storage"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (text.contains(last) || text.contains(last.replace("\"", "\\\""))) {
                    return true;
                }
            }
            return false;
        } catch (UncheckedIOException | NoSuchFileException gone) {
            return false;
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
        var visitor = chromium.visitor(url);
        agree(visitor.context(), url);
        visitor.open("/applications");
        return visitor;
    }

    private static void agree(BrowserContext context, String url) {
        var cookie = "granted:" + Versions.POLICY + ":" + Instant.now().getEpochSecond();
        context.addCookies(List.of(new Cookie("candor_consent", cookie).setUrl(url)));
    }

    private static Page open(BrowserContext context, String url) {
        var page = context.newPage();
        page.navigate(url + "/applications");
        return page;
    }
}
