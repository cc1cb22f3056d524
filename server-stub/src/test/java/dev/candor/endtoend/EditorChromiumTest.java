package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.candor.event.Versions;
import dev.candor.server.Eventually;
import dev.candor.server.Receiver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The editor page as a person uses it, in a real Chromium, with a receiver where the vendor's collector would be. */
class EditorChromiumTest {
    @TempDir
    private static Path folder;

    private static Receiver receiver;
    private static ServerProcess server;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private Visitor visitor;
    private Page page;
    private int before;

    @BeforeAll
    static void start() throws IOException {
        receiver = new Receiver();
        server = ServerProcess.start(
                folder,
                Map.of(
                        "CANDOR_SHARE", "yes",
                        "CANDOR_UPSTREAM_URL", receiver.url(),
                        "CANDOR_KEEP_ALIVE_INTERVAL", "PT1M"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        receiver.close();
    }

    @BeforeEach
    void comeAsANewVisitor() throws Exception {
        before = server.events().size();
        visitor = CHROMIUM.visitor(server.url());
        page = visitor.page();
    }

    @AfterEach
    void leaveWithoutComplaint() {
        visitor.close();
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void beforeAnAnswerNothingIsStoredAndNothingIsAsked() throws Exception {
        visitor.open("/applications");
        assertThat(visitor.banner().isVisible()).isTrue();
        visitor.screenshot("banner");
        page.getByText("Support desk").first().click();
        page.getByText("Run query").click();
        visitor.settle();
        visitor.assertNothingLeft();
        assertThat(server.events()).hasSize(before);
    }

    @Test
    void aYesSendsWhatHappenedAndTheVendorHasItToo() throws Exception {
        visitor.open("/applications");
        visitor.answer("Yes, share");
        visitor.screenshot("applications");
        page.getByText("Support desk").first().click();
        page.locator("[data-track-widget=table] svg").click();
        page.getByText("Run query").click();
        visitor.screenshot("editor");
        page.getByText("3 rows in 8 ms").waitFor();
        page.goBack();

        var names = List.of(
                "APPLICATIONS_PAGE_LOAD",
                "CLICK",
                "EDITOR_PAGE_LOAD",
                "ADD_WIDGET",
                "RUN_QUERY",
                "APPLICATIONS_PAGE_LOAD");
        var all = server.awaitEvents(before + names.size() + 1);
        var seen = all.subList(before, all.size());
        assertThat(seen).filteredOn(EditorChromiumTest::isQuery).hasSize(1);
        var events = seen.stream().filter(event -> !isQuery(event)).toList();
        assertThat(events).extracting(event -> event.get("event").asText()).containsExactlyElementsOf(names);
        assertThat(events.get(4).at("/properties/plugin").asText()).isEqualTo("PostgreSQL");
        assertThat(events.get(2).at("/context/page/path").asText()).isEqualTo("/app/:id/edit");
        assertThat(visitor.cookies()).hasSize(1);
        assertThat(visitor.cookies().get(0).value).startsWith("granted:" + Versions.POLICY + ":");

        var relayed = Eventually.see(receiver::events, came -> came.containsAll(seen));
        assertThat(relayed).containsAll(seen);
        assertThat(receiver.requests()).containsOnly("POST /v1/batch");
    }

    /** The event of the sample's own server. */
    private static boolean isQuery(JsonNode event) {
        return event.path("event").asText().equals("execute_ACTION_TRIGGERED");
    }

    @Test
    void theVendorHearsThatTheInstanceIsAlive() throws Exception {
        var pings = Eventually.see(
                () -> receiver.events().stream()
                        .filter(event -> event.path("event").asText().equals("Instance Active"))
                        .toList(),
                seen -> !seen.isEmpty());
        assertThat(pings).isNotEmpty();
        var ping = pings.get(0);
        assertThat(ping.get("userId")).isEqualTo(ping.at("/properties/instanceId"));
        assertThat(ping.at("/context/ip").asText()).isEqualTo("0.0.0.0");
    }

    @Test
    void aNoIsKeptAndSendsNothing() {
        visitor.open("/applications");
        visitor.answer("No, don’t share");
        page.getByText("Inventory").click();
        page.reload();
        visitor.settle();
        assertThat(visitor.banner().isVisible()).isFalse();
        assertThat(visitor.requests()).doesNotContain("POST /v1/batch");
        assertThat(visitor.cookies()).extracting(cookie -> cookie.name).containsExactly("candor_consent");
        assertThat(visitor.keys()).isEmpty();
    }

    @Test
    void whoeverChangesTheirMindIsForgottenInEveryTab() throws Exception {
        visitor.open("/applications");
        visitor.answer("Yes, share");
        server.awaitEvents(before + 1);
        assertThat(visitor.keys()).isNotEmpty();
        var other = visitor.context().newPage();
        other.navigate(server.url() + "/app/64f0c1a2b3d4e5f6a7b8c9d1/edit");
        var all = server.awaitEvents(before + 2);
        assertThat(all.subList(before, all.size()))
                .extracting(event -> event.get("anonymousId").asText())
                .containsOnly(all.get(before).get("anonymousId").asText());

        page.getByText("Usage data", new Page.GetByTextOptions().setExact(true)).click();
        visitor.answer("No, don’t share");
        assertThat(visitor.keys()).isEmpty();
        int sent = visitor.requests().size();
        other.getByText("Run query").click();
        page.getByText("Inventory").click();
        visitor.settle();
        assertThat(visitor.requests()).hasSize(sent);
        assertThat(visitor.keys()).isEmpty();
    }

    @Test
    void aNewYesIsANewVisitor() throws Exception {
        visitor.open("/applications");
        visitor.answer("Yes, share");
        var first = server.awaitEvents(before + 1).get(before).get("anonymousId");
        page.evaluate("() => analytics.consent.withdraw()");
        page.evaluate("() => analytics.consent.grant()");
        page.evaluate("() => analytics.track('Back')");
        var all = Eventually.see(
                server::events,
                events -> events.stream()
                        .anyMatch(event -> event.path("event").asText().equals("Back")));
        var second = all.get(all.size() - 1).get("anonymousId");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aBrowserThatAsksNotToBeTrackedIsNotAskedAndMayStillSayYes() throws Exception {
        visitor.context()
                .addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {value: true})");
        visitor.context().setExtraHTTPHeaders(Map.of("Sec-GPC", "1"));
        visitor.open("/applications");
        visitor.settle();
        assertThat(visitor.banner().isVisible()).isFalse();
        visitor.assertNothingLeft();
        page.getByText("Usage data", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(visitor.banner().textContent()).contains("Your browser asks sites not to track you");
        visitor.answer("Yes, share");
        assertThat(visitor.cookies().get(0).value).startsWith("granted-anyway:" + Versions.POLICY + ":");
        page.getByText("Inventory").click();
        assertThat(server.awaitEvents(before + 1)).hasSizeGreaterThan(before);
    }
}
