package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.candor.endtoend.FlakyProxy.Trouble;
import dev.candor.server.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong in the browser, with the real server: each event is stored once all the same, or is over a bound, and then counted.
 * {@code -Dcandor.soak=true}, which {@code make soak} gives, does more of each and takes longer.
 */
class BrowserFaultsChromiumTest {
    private static final boolean SOAK = Boolean.getBoolean("candor.soak");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TAB_EVENTS = 30;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    @Test
    void offlineAndOnline() throws Exception {
        try (var server = start();
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
        try (var server = start();
                var visitor = CHROMIUM.visitor(server.url())) {
            var ledger = new Ledger(folder);
            setClock(visitor.context(), Duration.ofHours(hours));
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
        try (var server = start();
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
        try (var server = start();
                var proxy = new FlakyProxy(server.url())) {
            var ledger = new Ledger(folder);
            var storm = new Trouble[50];
            Arrays.fill(storm, Trouble.UNAVAILABLE);
            proxy.trouble(storm);
            try (var browser = CHROMIUM.persistent(profile)) {
                Visitor.answered(browser.context(), proxy.url(), "granted");
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
            try (var browser = CHROMIUM.persistent(profile)) {
                Visitor.answered(browser.context(), proxy.url(), "granted");
                // Who comes back after a minute is not kept waiting until the page that died can be told from one that
                // lives.
                setClock(browser.context(), Duration.ofMinutes(1));
                open(browser.context(), proxy.url());
                ledger.settle("kill of Chromium in mid-visit", PATIENCE);
            }
        }
    }

    @Test
    void whatIsOverTheBoundIsLostOldestFirst() throws Exception {
        try (var server = start();
                var proxy = new FlakyProxy(server.url());
                var visitor = visit(proxy.url())) {
            var ledger = new Ledger(folder);
            // The page load is there, and none of those that are lost.
            server.awaitEvents(1);
            visitor.context().setOffline(true);
            // One request a second would take half a minute.
            visitor.page()
                    .evaluate("() => { const wait = setTimeout; setTimeout = (work, ms) => wait(work, ms / 10); }");
            visitor.page().evaluate(ledger.track(620));
            visitor.settle();
            visitor.context().setOffline(false);
            Eventually.see(PATIENCE, ledger::stored, stored -> has(stored, 619));
            int lost = 620 - ledger.stored().size();
            ledger.settle("620 events while offline, 500 or 256 KB of which may wait", PATIENCE, lost);
            assertThat(ledger.lostAsTold())
                    .as("context.candor.lost, over all events")
                    .isEqualTo(lost);
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

    private ServerProcess start() throws IOException {
        return ServerProcess.start(folder, Map.of("CANDOR_SHARE", "yes"));
    }

    /** What its pages take for now is so far ahead, or behind. */
    private static void setClock(BrowserContext context, Duration ahead) {
        context.addInitScript("""
                        { const Real = Date, by = %d;
                          window.Date = class extends Real {
                            constructor(...given) { given.length ? super(...given) : super(Real.now() + by); }
                            static now() { return Real.now() + by; } } }
                        """.formatted(ahead.toMillis()));
    }

    private static Visitor visit(String url) {
        var visitor = CHROMIUM.visitor(url);
        visitor.answered("granted");
        visitor.open("/applications");
        return visitor;
    }

    private static Page open(BrowserContext context, String url) {
        var page = context.newPage();
        page.navigate(url + "/applications");
        return page;
    }
}
