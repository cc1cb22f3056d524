package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import dev.candor.event.Versions;
import dev.candor.server.Eventually;
import dev.candor.server.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every no, from a real browser to a collector that must hear nothing: whatever the visitor's cookie says, and the other way round. */
class OffChromiumTest {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "APPSMITH_DISABLE_TELEMETRY, true",
        "CANDOR_DISABLE_TELEMETRY, true",
        "DO_NOT_TRACK, 1",
        "CANDOR_SHARE, no",
    })
    void whatTheOperatorTurnsOffIsOff(String variable, String value) throws Exception {
        try (var collector = new Trap();
                var server = ServerProcess.start(
                        folder,
                        Map.of(
                                variable,
                                value,
                                "CANDOR_UPSTREAM_URL",
                                collector.url(),
                                "CANDOR_KEEP_ALIVE_INTERVAL",
                                "PT1S"));
                var sockets = new Sockets(server.url());
                var visitor = CHROMIUM.visitor(server.url())) {
            visit(visitor, server, cookie("granted"));
            visitor.assertNothingLeft();
            assertThat(collector.connections()).isZero();
            assertThat(sockets.opened()).isEmpty();
            assertThat(idsOnDisk()).isEmpty();
        }
    }

    @Test
    void aLineInTheFileIsAsGood() throws Exception {
        Files.writeString(folder.resolve("docker.env"), "APPSMITH_DISABLE_TELEMETRY=true\n");
        try (var collector = new Trap();
                var server = ServerProcess.start(
                        folder,
                        Map.of(
                                "CANDOR_SHARE", "yes",
                                "CANDOR_UPSTREAM_URL", collector.url(),
                                "CANDOR_KEEP_ALIVE_INTERVAL", "PT1S"));
                var sockets = new Sockets(server.url());
                var visitor = CHROMIUM.visitor(server.url())) {
            visit(visitor, server, cookie("granted-anyway"));
            visitor.assertNothingLeft();
            assertThat(collector.connections()).isZero();
            assertThat(sockets.opened()).isEmpty();
            assertThat(idsOnDisk()).isEmpty();
        }
    }

    /** That the watch sees what there is to see: with an answer, the same server does open a socket. */
    @Test
    void whereItMayTheServerOpensASocket() throws Exception {
        try (var receiver = new Receiver();
                var server = ServerProcess.start(
                        folder, Map.of("CANDOR_UPSTREAM_URL", receiver.url(), "CANDOR_KEEP_ALIVE_INTERVAL", "PT1S"));
                var sockets = new Sockets(server.url())) {
            assertThat(Eventually.see(sockets::opened, opened -> !opened.isEmpty()))
                    .isNotEmpty();
        }
    }

    @Test
    void whereNobodyHasAnsweredOnlyTheKeepAliveLeaves() throws Exception {
        try (var receiver = new Receiver();
                var server = ServerProcess.start(
                        folder, Map.of("CANDOR_UPSTREAM_URL", receiver.url(), "CANDOR_KEEP_ALIVE_INTERVAL", "PT1S"));
                var visitor = CHROMIUM.visitor(server.url())) {
            visit(visitor, server, cookie("granted"));
            visitor.assertNothingLeft();
            var left = Eventually.see(receiver::events, events -> !events.isEmpty());
            assertThat(left)
                    .isNotEmpty()
                    .allMatch(event -> event.path("event").asText().equals("Instance Active"));
        }
    }

    @Test
    void turningItOffSilencesATabThatIsOpen() throws Exception {
        try (var server = ServerProcess.start(folder, Map.of("CANDOR_SHARE", "yes"));
                var visitor = CHROMIUM.visitor(server.url())) {
            visitor.open("/applications");
            visitor.answer("Yes, share");
            server.awaitEvents(1);
            assertThat(visitor.keys()).isNotEmpty();
            server.sendAsAdmin("PUT", "/admin/settings", "{\"shareAnonymousUsageData\":false}");
            visitor.page().getByText("Inventory").click();
            visitor.settle();
            visitor.page().getByText("Run query").click();
            visitor.settle();
            assertThat(visitor.cookies()).isEmpty();
            assertThat(visitor.keys()).isEmpty();
            assertThat(idsOnDisk()).isEmpty();
        }
    }

    private static void visit(Visitor visitor, ServerProcess server, String cookie) {
        visitor.context().addCookies(List.of(new Cookie("candor_consent", cookie).setUrl(server.url())));
        var page = visitor.open("/applications");
        page.getByText("Support desk").first().click();
        page.getByText("Run query").click();
        page.evaluate("() => { analytics.track('Saved', {plan: 'free'}); analytics.identify('ada'); }");
        visitor.settle();
    }

    private static String cookie(String status) {
        return status + ":" + Versions.POLICY + ":" + now();
    }

    private static String now() {
        return String.valueOf(System.currentTimeMillis() / 1000);
    }

    /** Everything in the data directory that looks like an id. */
    private List<String> idsOnDisk() throws IOException {
        try (var files = Files.walk(folder.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> ID.matcher(read(file)).results().map(id -> file.getFileName() + ": " + id.group()))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What no operator has turned off, at one server for all: the others are alone on the machine when they look at its sockets. */
    @Nested
    class ByTheVisitor {
        @TempDir
        private static Path relayingFolder;

        /** What the server hands on to that shares and relays, for those whose no it has to respect. */
        private static Receiver upstream;

        private static ServerProcess relaying;

        @BeforeAll
        static void startWhatRelays() throws IOException {
            upstream = new Receiver();
            relaying = ServerProcess.start(
                    relayingFolder,
                    Map.of(
                            "CANDOR_SHARE",
                            "yes",
                            "CANDOR_UPSTREAM_URL",
                            upstream.url(),
                            "CANDOR_KEEP_ALIVE_INTERVAL",
                            "PT1S"));
        }

        @AfterAll
        static void stopWhatRelays() throws IOException {
            relaying.close();
            upstream.close();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "denied:VERSION:NOW",
                    "granted:1:NOW",
                    "granted:VERSION:1",
                    "granted",
                    "yes",
                    "granted:VERSION:NOW:x",
                    "%00"
                })
        void aVisitorsNoOrAnOldOrBrokenAnswerSendsNothing(String value) throws Exception {
            try (var visitor = CHROMIUM.visitor(relaying.url())) {
                visit(
                        visitor,
                        relaying,
                        value.replace("VERSION", "" + Versions.POLICY).replace("NOW", now()));
                assertNothingSent(visitor);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"globalPrivacyControl', {value: true}", "doNotTrack', {value: '1'}"})
        void theBrowsersNoBeatsAPlainYes(String signal) throws Exception {
            try (var visitor = CHROMIUM.visitor(relaying.url())) {
                visitor.context().addInitScript("Object.defineProperty(Navigator.prototype, '" + signal + ")");
                visit(visitor, relaying, cookie("granted"));
                assertNothingSent(visitor);
            }
        }

        /** Neither by the browser nor by the server, whose way to the collector is open: it goes on sending that it is alive. */
        private static void assertNothingSent(Visitor visitor) throws Exception {
            assertThat(visitor.requests()).noneMatch(request -> request.startsWith("POST"));
            assertThat(visitor.cookies()).extracting(cookie -> cookie.name).containsOnly("candor_consent");
            assertThat(visitor.keys()).isEmpty();
            assertThat(relaying.events()).isEmpty();
            int before = upstream.events().size();
            assertThat(Eventually.see(upstream::events, events -> events.size() > before))
                    .hasSizeGreaterThan(before)
                    .allMatch(event -> event.path("event").asText().equals("Instance Active"));
        }
    }
}
