package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Pages that forbid much, in a real browser. */
class StrictPageChromiumTest {
    private static final String STRICT =
            "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

    @Test
    void aStrictContentSecurityPolicyIsKept() {
        try (var page = ChromiumPage.alone()) {
            var messages = new CopyOnWriteArrayList<String>();
            page.page.onConsoleMessage(message -> messages.add(message.text()));
            page.page.onPageError(messages::add);
            page.collector.contentSecurityPolicy(STRICT);
            page.collector.page(
                    "<!DOCTYPE html><html><head><title>Editor</title><script src=\"/candor.js\"></script></head>"
                            + "<body><button id=\"x\">x</button></body></html>");
            page.consent("granted");
            page.visit(page.collector.origin() + "/applications");
            page.click("x");
            page.page.evaluate("analytics.track('A', {plan: 'free'}).then(() => analytics.consent.withdraw())");
            page.page.evaluate("history.pushState({}, '', '/other')");
            page.page.waitForTimeout(1_500);
            assertThat(messages.stream().filter(message -> !message.contains("favicon")))
                    .isEmpty();
            assertThat(page.requests()).isPositive();
        }
    }

    @Test
    void aWholeVisitKeepsAStrictPolicy() throws Exception {
        try (var page = ChromiumPage.alone()) {
            var messages = new CopyOnWriteArrayList<String>();
            page.page.onConsoleMessage(message -> messages.add(message.text()));
            page.page.onPageError(messages::add);
            page.collector.contentSecurityPolicy(STRICT);
            page.collector.page(
                    "<!DOCTYPE html><html><head><title>Editor</title><script src=\"/candor.js\"></script></head>"
                            + "<body><a id=\"link\" href=\"/linked\">a</a><form id=\"form\" action=\"/sent\"><button id=\"send\">b</button></form>"
                            + "<button data-track=\"RUN_QUERY\" data-track-plan=\"free\" id=\"run\">c</button></body></html>");
            page.visit(page.collector.origin() + "/applications");
            page.click("run");
            page.page.waitForTimeout(1_200);
            assertThat(page.requests()).isZero();

            page.page.evaluate("analytics.consent.grant()");
            page.click("run");
            page.page.evaluate("analytics.trackLink(document.getElementById('link'), 'Linked'); 1");
            page.click("link");
            page.page.waitForURL("**/linked");
            page.page.evaluate("analytics.trackForm(document.getElementById('form'), 'Sent'); 1");
            page.click("send");
            page.page.waitForURL("**/sent?");
            Collector.await(() -> names(page.collector).contains("Sent"));
            assertThat(names(page.collector)).contains("RUN_QUERY", "Linked", "Sent");
            page.page.evaluate("analytics.consent.withdraw()");
            assertThat(page.collector.requests())
                    .filteredOn(request -> request.path().equals("/consent"))
                    .extracting(Collector.Request::method)
                    .containsExactly("POST", "DELETE");
            assertThat(messages.stream().filter(message -> !message.contains("favicon")))
                    .isEmpty();
        }
    }

    private static List<String> names(Collector collector) {
        try {
            return collector.events().stream()
                    .map(event -> event.get("event").asText())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSandboxedFrameSendsNothingAndThrowsNothing() {
        try (var page = ChromiumPage.alone()) {
            var errors = new CopyOnWriteArrayList<String>();
            page.page.onPageError(errors::add);
            page.collector.page(
                    "<!DOCTYPE html><html><body><iframe sandbox=\"allow-scripts\" srcdoc=\"<script src='"
                            + page.collector.origin()
                            + "/candor.js'></script><script>analytics.track('A');analytics.page()</script>\"></iframe></body></html>");
            page.consent("granted");
            page.visit(page.collector.origin() + "/");
            page.page.waitForTimeout(1_500);
            assertThat(errors).isEmpty();
            assertThat(page.requests()).isZero();
        }
    }

    @Test
    void beaconsLeaveAsThePageGoes() throws InterruptedException {
        try (var page = ChromiumPage.alone()) {
            page.consent("granted").script("data-auto=\"off\"").open("/");
            page.eval("analytics.track('Last'); 1");
            page.visit("about:blank");
            Collector.await(() -> page.collector.batches().size() == 1);
            assertThat(page.collector.batches()).hasSize(1);
            assertThat(page.collector.batches().get(0).contentType()).startsWith("text/plain");
            assertThat(page.collector.batches().get(0).body()).contains("Last");
        }
    }

    @Test
    void aWithdrawalReachesTheOtherTabs() {
        try (var page = ChromiumPage.alone()) {
            page.consent("granted").script("data-auto=\"off\"").open("/");
            var other = page.tab("/other");
            other.evaluate(
                    "window.r = []; analytics.consent.onChange(s => r.push(s)); analytics.track('Waits'); analytics.consent.inspect(); 1");
            assertThat(page.eval("localStorage.length")).isEqualTo("2");
            page.eval("analytics.consent.withdraw(); 1");
            page.page.waitForTimeout(200);
            assertThat(other.evaluate("r.join()")).isEqualTo("unset");
            assertThat(other.evaluate("String(localStorage.length)")).isEqualTo("0");
            other.waitForTimeout(1_500);
            assertThat(page.collector.batches()).isEmpty();
            page.eval("analytics.consent.grant(); 1");
            page.page.waitForTimeout(200);
            assertThat(other.evaluate("r.join()")).isEqualTo("unset,granted");
        }
    }
}
