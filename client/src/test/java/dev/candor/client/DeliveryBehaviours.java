package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** How events reach the instance from a page that stays, and from one that goes. */
final class DeliveryBehaviours extends BehaviourRows {
    DeliveryBehaviours() {
        staying();
        sharing();
        going();
        pages();
    }

    /** What arrives while the page stays: nobody tells it that it goes. */
    private static List<JsonNode> arrived(TestPage page, int requests) {
        var collector = ((ServedPage) page).collector;
        try {
            Collector.await(() -> collector.batches().size() >= requests);
            return collector.events();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> texts(JsonNode batch, String member) {
        return Stream.of("0", "1")
                .map(index -> batch.at("/batch/" + index + "/" + member).asText());
    }

    private void staying() {
        row("a batch that is lost on its way goes again, each event with its id and time", CHROMIUM, page -> {
            page.before("var real = fetch; window.fetch = function (u, o) { if (window.lost) return real(u, o);"
                            + "window.lost = o.body; return Promise.reject(new TypeError('Failed to fetch')) }")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.track('A'); analytics.track('B'); 1");
            arrived(page, 1);
            var collector = ((ServedPage) page).collector;
            try {
                var lost = Collector.JSON.readTree(page.eval("lost"));
                var taken = Collector.JSON.readTree(collector.batches().get(0).body());
                assertThat(taken.get("batch")).isEqualTo(lost.get("batch"));
                assertThat(texts(taken, "messageId")).doesNotHaveDuplicates();
                assertThat(taken.get("sentAt").asText())
                        .isGreaterThan(lost.get("sentAt").asText());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        row("a batch that nobody answers goes again after twenty seconds", CHROMIUM, page -> {
            page.before("var real = fetch, wait = AbortSignal.timeout;"
                            + "AbortSignal.timeout = function (ms) { window.ms = ms; return wait.call(AbortSignal, ms / 200) };"
                            + "window.fetch = function (u, o) { if (window.lost) return real(u, o); window.lost = true;"
                            + "return new Promise(function (y, n) { o.signal.addEventListener('abort', n) }) }")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.track('A'); 1");
            assertThat(names(arrived(page, 1))).containsExactly("A");
            assertThat(page.eval("ms")).isEqualTo("20000");
        });
        row("a batch that the instance has no room for goes again, once it has", REAL, page -> {
            var collector = ((ServedPage) page).collector;
            collector.answerWith(503);
            granted(page).eval("analytics.track('A'); 1");
            var first = arrived(page, 1).get(0).get("messageId").asText();
            collector.answerWith(200);
            assertThat(arrived(page, 2))
                    .extracting(event -> event.get("messageId").asText())
                    .containsExactly(first, first);
        });
        row("a batch that the instance refuses for good does not go again, and the next one goes", REAL, page -> {
            var collector = ((ServedPage) page).collector;
            collector.answerWith(400);
            granted(page).eval("analytics.track('A'); 1");
            arrived(page, 1);
            collector.answerWith(200);
            page.rest();
            page.eval("analytics.track('B'); 1");
            assertThat(names(arrived(page, 2))).containsExactly("A", "B");
        });
        row("a fetch of the page's own that answers without headers has answered", CHROMIUM, page -> {
            page.before("var real = fetch; window.count = 0; window.fetch = function (u, o) { count++;"
                            + "return real(u, o).then(function () { return {ok: true, status: 200} }) }")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.track('A'); 1");
            arrived(page, 1);
            // Again would be within two seconds.
            ((ChromiumPage) page).page.waitForTimeout(2_500);
            assertThat(page.eval("count")).isEqualTo("1");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("what one moment brings goes in one request", REAL, page -> {
            granted(page).eval("for (var i = 0; i < 5; i++) analytics.track('A' + i); 1");
            assertThat(names(arrived(page, 1))).containsExactly("A0", "A1", "A2", "A3", "A4");
        });
        row("what waits is sent though the page clears its storage", REAL, page -> {
            granted(page).eval("window.id = analytics.user().anonymousId(); analytics.track('A'); 1");
            page.rest();
            page.eval("localStorage.clear(); 1");
            var event = arrived(page, 1).get(0);
            assertThat(event.get("event").asText()).isEqualTo("A");
            page.eval("analytics.track('B'); 1");
            assertThat(arrived(page, 2))
                    .extracting(next -> next.get("anonymousId").asText())
                    .containsOnly(page.eval("id"));
        });
    }

    /** The one body that was sent. */
    private static JsonNode body(TestPage page, int events) {
        assertThat(page.events(events)).hasSize(events);
        var sent = FakeBrowser.read(page.eval("JSON.stringify(analytics.consent.inspect().sent)"));
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }

    private void sharing() {
        row("what the contexts of a batch's events all say stands once", page -> {
            granted(page).eval("analytics.track('A'); analytics.track('B'); analytics.track('C'); 1");
            var body = body(page, 3);
            assertThat(Bodies.names(body.get("context"))).contains("library", "page", "userAgent");
            assertThat(body.get("batch"))
                    .allSatisfy(event -> assertThat(event.get("context")).isEmpty());
        });
        row("what is of one event's context alone stands with it", page -> {
            granted(page)
                    .eval("analytics.track('A', {}, {context: {page: {search: '?utm_source=x', title: 'One'}}});"
                            + "analytics.track('B', {}, {context: {page: {title: 'Two'}}}); 1");
            var body = body(page, 2);
            assertThat(Bodies.names(body.get("context")))
                    .contains("library", "userAgent")
                    .doesNotContain("page", "campaign");
            assertThat(Bodies.names(body.at("/batch/0/context"))).containsExactly("campaign", "page");
            assertThat(Bodies.names(body.at("/batch/1/context"))).containsExactly("page");
        });
        row("what a page has put on every object is no context", page -> {
            page.before("Object.prototype.secret = 'Jane'");
            granted(page).eval("analytics.track('A'); analytics.track('B'); 1");
            assertThat(body(page, 2).toString()).contains("userAgent").doesNotContain("secret", "Jane");
        });
        row("an event that is alone has its context", page -> {
            granted(page).eval("analytics.track('A'); 1");
            var body = body(page, 1);
            assertThat(body.has("context")).isFalse();
            assertThat(Bodies.names(body.at("/batch/0/context"))).contains("library", "page", "userAgent");
        });
        row(
                "events without a context, as another script may have left them in the storage, keep none from leaving",
                CHROMIUM,
                page -> {
                    page.before(
                            "localStorage.setItem('candor_queue.left', '[\"2020-11-04T10:52:14.618Z\","
                                    + "{\"event\":\"A\",\"messageId\":\"a\",\"context\":{\"library\":1}},{\"event\":\"B\",\"messageId\":\"b\"}]')");
                    granted(page);
                    var body = body(page, 2);
                    assertThat(body.get("batch"))
                            .extracting(event -> event.get("event").asText())
                            .containsExactly("A", "B");
                    assertThat(body.at("/batch/0/context/library").asInt()).isEqualTo(1);
                });
        row("without a context of the first's, the second one's is its own", CHROMIUM, page -> {
            page.before(
                    "localStorage.setItem('candor_queue.left', '[\"2020-11-04T10:52:14.618Z\","
                            + "{\"event\":\"A\",\"messageId\":\"a\"},{\"event\":\"B\",\"messageId\":\"b\",\"context\":{\"library\":1}}]')");
            granted(page);
            var body = body(page, 2);
            assertThat(body.at("/batch/0/context").isMissingNode()).isTrue();
            assertThat(body.at("/batch/1/context/library").asInt()).isEqualTo(1);
        });
    }

    private void going() {
        row("a page with nothing to send asks for nothing when it goes", page -> {
            granted(page);
            assertThat(page.events(0)).isEmpty();
            assertThat(page.requests()).isZero();
        });
        row("what the instance wants later does not leave with the page", CHROMIUM, page -> {
            page.before(
                            "window.fetch = function () { window.asked = true;"
                                    + "return Promise.resolve(new Response('', {status: 503, headers: {'Retry-After': '60'}})) }")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.track('A'); 1");
            ((ChromiumPage) page).page.waitForFunction("window.asked");
            page.rest();
            assertThat(page.events(0)).isEmpty();
        });
        row("what leaves with the page is text, about which no browser has to ask before", CHROMIUM, page -> {
            granted(page).eval("analytics.track('A'); 1");
            page.events(1);
            assertThat(((ServedPage) page).collector.batches().get(0).contentType())
                    .startsWith("text/plain");
        });
        row("a click on a link that leaves the page arrives", CHROMIUM, page -> {
            page.consent("granted").body("<a id='x' href='/next'>Ann</a>").open("/first");
            page.click("x");
            page.rest();
            page.events(3);
            assertThat(((ServedPage) page).collector.told())
                    .containsExactly("PAGE_LOAD /first", "CLICK /first", "PAGE_LOAD /next");
        });
        row("a button that sends its form arrives, without what is in the form", CHROMIUM, page -> {
            page.consent("granted")
                    .body("<form action='/sent'><input name='q' value='ann'/><button id='x'>Go</button></form>")
                    .open("/first");
            page.click("x");
            page.rest();
            var events = page.events(3);
            assertThat(((ServedPage) page).collector.told())
                    .containsExactly("PAGE_LOAD /first", "CLICK /first", "PAGE_LOAD /sent");
            assertThat(events.toString()).doesNotContain("ann\"", "=ann");
        });
    }

    private void pages() {
        row("the next page has the same anonymous id, until the yes is taken back", REAL, page -> {
            granted(page).eval("analytics.track('A'); 1");
            page.events(1);
            ((ServedPage) page).visit(((ServedPage) page).collector.origin() + "/next");
            page.rest();
            page.eval("analytics.track('B'); 1");
            var ids = page.events(2).stream()
                    .map(event -> event.get("anonymousId").asText())
                    .toList();
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
            page.eval("analytics.consent.withdraw(); 1");
            page.rest();
            page.eval("analytics.consent.grant(); 1");
            page.rest();
            page.eval("analytics.track('C'); 1");
            assertThat(page.events(3).get(2).get("anonymousId").asText()).isNotEqualTo(ids.get(0));
        });
        row("who the page says the visitor is does not outlive it", REAL, page -> {
            granted(page).eval("analytics.identify('ann', {a: 1}); analytics.group('acme'); 1");
            page.rest();
            assertThat(page.eval("JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie"))
                    .doesNotContain("ann\"", "acme");
            ((ServedPage) page).visit(((ServedPage) page).collector.origin() + "/next");
            page.rest();
            assertThat(
                            page.eval(
                                    "JSON.stringify([analytics.user().id(), analytics.user().traits(), analytics.group().id()])"))
                    .isEqualTo("[null,{},null]");
        });
    }
}
