package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What the tracker does, one row a behaviour: the same rows for a plain JVM, HtmlUnit and Chromium. */
final class Behaviours {
    enum Where {
        JVM,
        HTMLUNIT,
        CHROMIUM
    }

    private record Row(String behaviour, Set<Where> except, Consumer<TestPage> check) {}

    private static final String ROUTES =
            "data-routes='{\"/applications\":\"APPLICATIONS\",\"/app/:id/edit\":\"EDITOR\"}'";
    private static final String SAVED =
            ".then(function (c) { window.r = JSON.stringify(c.event) }, function (e) { window.r = e.message })";

    private final List<Row> rows = new ArrayList<>();

    static Stream<DynamicTest> on(Where runtime, Supplier<TestPage> pages) {
        return new Behaviours()
                .rows.stream()
                        .filter(row -> !row.except.contains(runtime))
                        .map(row -> DynamicTest.dynamicTest(row.behaviour, () -> {
                            try (var page = pages.get()) {
                                row.check.accept(page);
                            }
                        }));
    }

    private void row(String behaviour, Consumer<TestPage> check) {
        rows.add(new Row(behaviour, Set.of(), check));
    }

    private void row(String behaviour, Set<Where> except, Consumer<TestPage> check) {
        rows.add(new Row(behaviour, except, check));
    }

    private static TestPage granted(TestPage page) {
        return page.consent("granted").script("data-auto=\"off\"").open("/applications");
    }

    private static List<String> names(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("event").asText(event.path("type").asText()))
                .toList();
    }

    private void properties(String given, String expected) {
        row("track sends of " + given + " just " + expected, page -> {
            granted(page).eval("analytics.track('Item Purchased', " + given + ")");
            assertThat(page.events(1).get(0).get("properties")).hasToString(expected);
        });
    }

    private void rejected(String call) {
        row(call + " is rejected and not thrown", page -> {
            granted(page).eval("window.r = ''; " + call + SAVED + "; 1");
            page.rest();
            assertThat(page.eval("r")).startsWith("analytics.");
            assertThat(page.events(0)).isEmpty();
        });
    }

    private void pageCall(String arguments, String category, String name) {
        row("page(" + arguments + ") has category " + category + " and name " + name, page -> {
            granted(page).eval("analytics.page(" + arguments + ")");
            var event = page.events(1).get(0);
            assertThat(event.get("type").asText()).isEqualTo("page");
            assertThat(event.path("category").asText("none")).isEqualTo(category);
            assertThat(event.path("name").asText("none")).isEqualTo(name);
        });
    }

    private void emitted(String call, String event, String expected) {
        row(call + " tells listeners of " + event + " " + expected, page -> {
            granted(page);
            page.eval("window.r = ''; analytics.on('" + event
                    + "', function () { r = JSON.stringify([].slice.call(arguments)) }); " + call + "; 1");
            page.rest();
            assertThat(page.eval("r")).isEqualTo(expected);
        });
    }

    Behaviours() {
        consent();
        api();
        views();
        clicks();
    }

    private void consent() {
        row("without an answer nothing is sent", page -> {
            page.script(ROUTES).open("/applications").eval("analytics.track('Item Purchased')");
            assertThat(page.events(0)).isEmpty();
            assertThat(page.requests()).isZero();
            assertThat(page.eval("analytics.consent.status()")).isEqualTo("unset");
        });
        row("a grant sends what waited, in its order", page -> {
            page.script(ROUTES).open("/applications").eval("analytics.track('Item Purchased')");
            page.eval("analytics.consent.grant().then(function (s) { window.r = s }); 1");
            assertThat(names(page.events(2))).containsExactly("APPLICATIONS_PAGE_LOAD", "Item Purchased");
            assertThat(page.eval("r")).isEqualTo("granted");
        });
        row("a refusal drops what waited", page -> {
            page.open("/applications").eval("analytics.track('Item Purchased'); analytics.consent.deny(); 1");
            page.rest();
            page.eval("analytics.consent.grant(); 1");
            page.rest();
            page.eval("analytics.track('Later')");
            assertThat(names(page.events(1))).containsExactly("Later");
        });
        row("a withdrawal ends sending", page -> {
            granted(page).eval("analytics.consent.withdraw(); 1");
            page.rest();
            page.eval("analytics.track('Item Purchased')");
            assertThat(page.events(0)).isEmpty();
            assertThat(page.eval("analytics.consent.status()")).isEqualTo("unset");
            assertThat(page.eval("analytics.user().anonymousId()")).isEqualTo("null");
        });
        row("a change of the answer is told", page -> {
            page.script("data-auto=\"off\"").open("/");
            page.eval(
                    "window.r = []; analytics.consent.onChange(function (s) { r.push(s) }); analytics.consent.grant(); 1");
            page.rest();
            page.eval("analytics.consent.deny(); 1");
            page.rest();
            assertThat(page.eval("r.join()")).isEqualTo("granted,denied");
        });
        for (var status : new String[] {"denied", "nonsense", "granted:2"}) {
            row("the cookie " + status + " sends nothing", page -> {
                page.consent(status).open("/applications").eval("analytics.track('Item Purchased')");
                assertThat(page.events(0)).isEmpty();
                assertThat(page.requests()).isZero();
            });
        }
        row("calls made before the script is there are replayed, the answer first", page -> {
            page.script("data-auto=\"off\"")
                    .before(
                            "window.analytics = []; analytics.push(['track', 'Early']); analytics.push(['consent.grant'])")
                    .open("/applications");
            page.rest();
            assertThat(names(page.events(1))).containsExactly("Early");
        });
    }

    private void api() {
        properties("{plan: 'free', n: 2.5, ok: true}", "{\"plan\":\"free\",\"n\":2.5,\"ok\":true}");
        properties("{note: 'two words', mail: 'ann@example.org', card: '4111111111111111'}", "{}");
        properties("{o: {a: 1}, l: [1], f: function () {}, u: undefined, z: null, nan: NaN, inf: 1 / 0}", "{}");
        properties("{at: new Date(Date.UTC(2020, 0, 2, 3, 4, 5, 6))}", "{\"at\":\"2020-01-02T03:04:05.006Z\"}");
        properties("(function () { var o = {a: 'x'}; o.o = o; return o })()", "{\"a\":\"x\"}");
        properties("JSON.parse('{\"__proto__\":\"x\",\"constructor\":\"y\",\"a\":\"b\"}')", "{\"a\":\"b\"}");
        properties("{a: 'b', get hostile() { throw 1 }}", "{\"a\":\"b\"}");
        properties("{a: 'b', toJSON: function () { throw 1 }}", "{\"a\":\"b\"}");
        properties("'text'", "{}");
        properties("null", "{}");
        properties("function () {}", "{}");
        row("track takes an object with event and properties", page -> {
            granted(page).eval("analytics.track({event: 'Item Purchased', properties: {plan: 'free'}})");
            var event = page.events(1).get(0);
            assertThat(event.get("event").asText()).isEqualTo("Item Purchased");
            assertThat(event.get("properties")).hasToString("{\"plan\":\"free\"}");
        });
        for (var call : new String[] {
            "analytics.track()",
            "analytics.track('')",
            "analytics.track(null)",
            "analytics.track(12)",
            "analytics.track({})",
            "analytics.track(function () {})",
            "analytics.track('Mail ann@example.org')",
            "analytics.addSourceMiddleware()"
        }) {
            rejected(call);
        }
        pageCall("", "none", "none");
        pageCall("'Home'", "none", "Home");
        pageCall("'Docs', 'Home'", "Docs", "Home");
        pageCall("null, 'Home'", "none", "Home");
        pageCall("{plan: 'free'}", "none", "none");
        pageCall("'Docs', 'Home', {plan: 'free'}, {}, function () {}", "Docs", "Home");
        row("page overrides of its properties stand in the context", page -> {
            granted(page).eval("analytics.page('Home', {path: '/other/12345', plan: 'free'})");
            var event = page.events(1).get(0);
            assertThat(event.at("/context/page/path").asText()).isEqualTo("/other/:id");
            assertThat(event.get("properties")).hasToString("{\"plan\":\"free\",\"name\":\"Home\"}");
        });
        emitted(
                "analytics.track('Item Purchased', {plan: 'free'}, {a: 1})",
                "track",
                "[\"Item Purchased\",{\"plan\":\"free\"},{\"a\":1}]");
        emitted("analytics.identify('u', {a: 1}, {b: 2})", "identify", "[\"u\",{\"a\":1},{\"b\":2}]");
        emitted("analytics.identify(12, {a: 1})", "identify", "[\"12\",{\"a\":1},{}]");
        emitted("analytics.group('g', {a: 1})", "group", "[\"g\",{\"a\":1},{}]");
        emitted("analytics.alias('to', 'from')", "alias", "[\"to\",\"from\",{}]");
        emitted("analytics.emit('x', 1, 2)", "x", "[1,2]");
        emitted("analytics.reset()", "reset", "[]");
        row("no user id, group id or trait is sent", page -> {
            granted(page)
                    .eval(
                            "analytics.identify('ann', {email: 'a@b.example'}); analytics.group('acme', {n: 1}); analytics.alias('x'); analytics.track('After')");
            var events = page.events(1);
            assertThat(names(events)).containsExactly("After");
            assertThat(events.toString()).doesNotContain("ann", "acme");
        });
        row("a callback is called with the context, wherever it stands", page -> {
            granted(page);
            page.eval(
                    "window.r = []; function done(c) { r.push(c.event.type) } analytics.track('A', done); analytics.track('A', {}, done);"
                            + "analytics.track('A', {}, {}, done); analytics.page(done); analytics.page('Home', done); analytics.identify('u', done);"
                            + "analytics.group('g', {}, done); analytics.alias('a', done); 1");
            page.rest();
            assertThat(page.eval("r.join()")).isEqualTo("track,track,track,page,page,identify,group,alias");
        });
        row("a promise resolves with the context of what was sent", page -> {
            granted(page).eval("analytics.track('Item Purchased', {plan: 'free', note: 'two words'})" + SAVED + "; 1");
            page.rest();
            var sent = page.events(1).get(0);
            assertThat(page.eval("JSON.parse(r).properties.plan + ' ' + JSON.parse(r).properties.note"))
                    .isEqualTo("free undefined");
            assertThat(page.eval("JSON.parse(r).messageId"))
                    .isEqualTo(sent.get("messageId").asText());
        });
        row("once is once, and off ends listening", page -> {
            granted(page);
            page.eval(
                    "window.r = []; function a() { r.push('a') } function b() { r.push('b') } analytics.once('x', a); analytics.on('x', b);"
                            + "analytics.emit('x'); analytics.emit('x'); analytics.off('x', b); analytics.emit('x'); 1");
            assertThat(page.eval("r.join()")).isEqualTo("a,b,b");
        });
        row("a listener that throws stops nothing", page -> {
            granted(page);
            page.eval(
                    "window.r = []; analytics.on('track', function () { throw 1 }); analytics.on('track', function () { r.push('b') });"
                            + "analytics.track('A', function () { throw 2 }); 1");
            assertThat(names(page.events(1))).containsExactly("A");
            assertThat(page.eval("r.join()")).isEqualTo("b");
        });
        row("the anonymous id stays, can be chosen, and ends with reset", page -> {
            granted(page);
            page.eval(
                    "window.a = analytics.user().anonymousId(); analytics.setAnonymousId('chosen-1'); analytics.track('A');"
                            + "analytics.reset(); window.b = analytics.user().anonymousId(); 1");
            assertThat(page.events(1).get(0).get("anonymousId").asText()).isEqualTo("chosen-1");
            assertThat(page.eval("a != b && b != 'chosen-1' && /^[0-9a-f-]{36}$/.test(b)"))
                    .isEqualTo("true");
        });
        row("an anonymous id that names somebody is not taken", page -> {
            granted(page).eval("analytics.setAnonymousId('ann@example.org'); analytics.track('A')");
            assertThat(page.events(1).get(0).get("anonymousId").asText()).matches("[0-9a-f-]{36}");
        });
        row("options give timestamp and messageId, and others are not sent", page -> {
            granted(page)
                    .eval(
                            "analytics.track('A', {}, {timestamp: new Date(0), messageId: 'my-id', userId: 'ann', context: {ip: '1.2.3.4', page: {title: 'Other'}}, foo: 'bar'})");
            var event = page.events(1).get(0);
            assertThat(event.get("timestamp").asText()).isEqualTo("1970-01-01T00:00:00.000Z");
            assertThat(event.get("messageId").asText()).isEqualTo("my-id");
            assertThat(event.at("/context/page/title").asText()).isEqualTo("Other");
            assertThat(event.toString()).doesNotContain("1.2.3.4", "foo", "ann");
        });
        row("middleware changes an event", page -> {
            granted(page)
                    .eval(
                            "analytics.addSourceMiddleware(function (m) { m.payload.obj.properties.plan = 'paid'; m.next(m.payload) });"
                                    + "analytics.track('A', {plan: 'free'})");
            assertThat(page.events(1).get(0).get("properties")).hasToString("{\"plan\":\"paid\"}");
        });
        row("middleware cannot send what may not leave", page -> {
            granted(page)
                    .eval(
                            "analytics.addSourceMiddleware(function (m) { m.payload.obj.properties.mail = 'a@b.example'; m.payload.obj.userId = 'ann'; m.next(m.payload) });"
                                    + "analytics.track('A')");
            var event = page.events(1).get(0);
            assertThat(event.get("properties")).hasToString("{}");
            assertThat(event.get("userId").isNull()).isTrue();
        });
        row("middleware that drops or throws drops that event alone", page -> {
            granted(page)
                    .eval(
                            "analytics.addSourceMiddleware(function (m) { var e = m.payload.obj.event; if (e == 'T') throw 1; if (e == 'N') m.next(null); else if (e != 'D') m.next(m.payload) });"
                                    + "'TNDA'.split('').forEach(function (e) { analytics.track(e) })");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("ready calls back", page -> {
            granted(page).eval("analytics.ready(function () { window.r = 'ready' }); 1");
            page.rest();
            assertThat(page.eval("r + analytics.initialized + (analytics.VERSION.length > 0)"))
                    .isEqualTo("readytruetrue");
        });
        row("push takes calls after the load too", page -> {
            granted(page)
                    .eval(
                            "analytics.push(['track', 'A']); analytics.push(['nonsense']); analytics.push(); analytics.push(7)");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("a second load changes nothing", page -> {
            granted(page).eval("analytics.load('other', {endpoint: '/other'}); analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
        });
    }

    private void views() {
        row("a named route's view has its name", page -> {
            page.consent("granted")
                    .script(ROUTES)
                    .open("/app/64f0c2a1b3d4e5f6a7b8c9d0/edit?utm_source=a+b&utm_source=c%20d&utm_medium=&key=1");
            var event = page.events(1).get(0);
            assertThat(event.get("event").asText()).isEqualTo("EDITOR_PAGE_LOAD");
            assertThat(event.at("/context/page/path").asText()).isEqualTo("/app/:id/edit");
            assertThat(event.at("/context/campaign")).hasToString("{\"medium\":\"\",\"source\":\"c d\"}");
        });
        row("each path is one view, the same path none", page -> {
            page.consent("granted").script(ROUTES).open("/applications");
            for (var path :
                    new String[] {"/applications", "/applications?tab=2", "/other", "/other", "/applications"}) {
                page.eval("history.pushState({}, '', '" + path + "')");
                page.rest();
            }
            assertThat(names(page.events(3)))
                    .containsExactly("APPLICATIONS_PAGE_LOAD", "PAGE_LOAD", "APPLICATIONS_PAGE_LOAD");
        });
        row("a redirect is one view", page -> {
            page.consent("granted").script(ROUTES).open("/");
            page.eval("history.pushState({}, '', '/old'); history.replaceState({}, '', '/applications')");
            page.rest();
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "APPLICATIONS_PAGE_LOAD");
        });
        row("two paths pushed at once are two views", page -> {
            page.consent("granted").open("/");
            page.eval("history.pushState({}, '', '/a'); history.pushState({}, '', '/b')");
            page.rest();
            assertThat(page.events(3))
                    .extracting(event -> event.at("/context/page/path").asText())
                    .containsExactly("/", "/a", "/b");
        });
        row("the referrer of a view is the address of the one before", page -> {
            page.consent("granted").open("/first?key=1");
            page.eval("history.pushState({}, '', '/second')");
            assertThat(page.events(2).get(1).at("/context/page/referrer").asText())
                    .endsWith("/first");
        });
        row("hash routes are views when asked for", page -> {
            page.consent("granted").script("data-hash-routing=\"true\"").open("/#/a");
            page.eval("history.pushState({}, '', '#/b')");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "PAGE_LOAD");
        });
        row("automatic capture can be off", page -> {
            granted(page).eval("history.pushState({}, '', '/b')");
            assertThat(page.events(0)).isEmpty();
        });
    }

    private void clicked(String html, String expected) {
        row("a click on " + html + " gives " + expected, page -> {
            page.consent("granted").body(html).open("/");
            page.click("x");
            var events = page.events(expected.isEmpty() ? 1 : 2);
            assertThat(events.stream().skip(1).map(event -> event.get("event").asText() + event.get("properties")))
                    .containsExactly(expected.isEmpty() ? new String[0] : new String[] {expected});
        });
    }

    private void clicks() {
        clicked("<button id='x'>Ann</button>", "CLICK{\"tag\":\"button\"}");
        clicked("<button><b><i id='x'>Ann</i></b></button>", "CLICK{\"tag\":\"button\"}");
        clicked("<div role='button' id='x'>Ann</div>", "CLICK{\"role\":\"button\",\"tag\":\"div\"}");
        clicked(
                "<p id='x' data-track='App Created' data-track-plan='free' data-track-note='two words'>Ann</p>",
                "App Created{\"tag\":\"p\",\"plan\":\"free\"}");
        clicked("<p id='x'>Ann</p>", "");
        clicked("<div data-candor-ignore=''><button id='x'>Ann</button></div>", "");
        clicked("<a href='#top' id='x'>Ann</a>", "CLICK{\"tag\":\"a\"}");
        clicked("<a id='x'>Ann</a>", "");
        clicked("<a href='javascript:void 0' id='x'>Ann</a>", "CLICK{\"tag\":\"a\"}");
        row("a programmatic click is none", Set.of(Where.JVM, Where.HTMLUNIT), page -> {
            page.consent("granted").body("<button id='x'>Ann</button>").open("/");
            page.eval("document.getElementById('x').click()");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
    }
}
