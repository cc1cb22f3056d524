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
        links();
        page();
        mistakes();
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
        row("Global Privacy Control beats a plain yes", page -> {
            page.signal("globalPrivacyControl").consent("granted").open("/").eval("analytics.track('A')");
            assertThat(page.events(0)).isEmpty();
            assertThat(page.eval("analytics.consent.status()")).isEqualTo("denied");
        });
        row("a yes in spite of it beats Global Privacy Control", page -> {
            page.signal("globalPrivacyControl")
                    .consent("granted-anyway")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
            assertThat(page.eval("analytics.consent.status()")).isEqualTo("granted");
        });
        row("grant({anyway: true}) asks for just that", page -> {
            page.signal("doNotTrack")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("analytics.consent.grant({anyway: true}); 1");
            page.rest();
            page.eval("analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("Do Not Track beats a plain yes", page -> {
            page.signal("doNotTrack").consent("granted").open("/").eval("analytics.track('A')");
            assertThat(page.events(0)).isEmpty();
        });
        row("Do Not Track can be left unread", page -> {
            page.signal("doNotTrack")
                    .consent("granted")
                    .script("data-auto=\"off\" data-dnt=\"off\"")
                    .open("/")
                    .eval("analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("at most a hundred events wait for an answer", page -> {
            page.script("data-auto=\"off\"")
                    .open("/")
                    .eval("for (var i = 0; i < 150; i++) analytics.track('E' + i); analytics.consent.grant(); 1");
            assertThat(names(page.events(100))).hasSize(100).startsWith("E0").endsWith("E99");
        });
        row("an event that waited has the address and time of its call", page -> {
            page.script("data-auto=\"off\"")
                    .open("/first")
                    .eval("analytics.track('A'); history.pushState({}, '', '/second'); analytics.consent.grant(); 1");
            assertThat(page.events(1).get(0).at("/context/page/path").asText()).isEqualTo("/first");
        });
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
        row("who the page says the visitor is stays with the page, and adds up as in analytics.js", page -> {
            granted(page)
                    .eval(
                            "window.r = []; function note() { r.push(analytics.user().id(), analytics.user().traits()) } note();"
                                    + "analytics.identify({a: 1}); analytics.identify('u1', {b: 2}); note();"
                                    + "analytics.identify({c: 3}).then(function (c) { r.push(c.event.userId) }); note();"
                                    + "analytics.identify(7, {d: 4}); note(); analytics.group('g', {e: 5}); analytics.group({f: 6});"
                                    + "r.push(analytics.group().id(), analytics.group().traits()); analytics.reset(); note(); 1");
            page.rest();
            assertThat(page.eval("JSON.stringify(r)"))
                    .isEqualTo("[null,{},\"u1\",{\"a\":1,\"b\":2},\"u1\",{\"a\":1,\"b\":2,\"c\":3},\"7\",{\"d\":4},"
                            + "\"g\",{\"e\":5,\"f\":6},null,{},\"u1\"]");
        });
        row("another user of the same browser gets another anonymous id", page -> {
            granted(page)
                    .eval(
                            "window.r = []; function note() { r.push(analytics.user().anonymousId()) } analytics.identify('u1'); note();"
                                    + "analytics.identify('u1'); note(); analytics.identify('u2'); note(); 1");
            assertThat(page.eval("[r[0] === r[1], r[1] === r[2]].join()")).isEqualTo("true,false");
        });
        row("screen is an event of its own type", page -> {
            granted(page).eval("analytics.screen('Players', 'List', {rows: 3}); 1");
            var event = page.events(1).get(0);
            assertThat(event.path("type").asText()
                            + event.path("category").asText()
                            + event.path("name").asText())
                    .isEqualTo("screenPlayersList");
            assertThat(event.path("properties")).hasToString("{\"rows\":3}");
        });
        row("a type that middleware makes up does not leave", page -> {
            granted(page)
                    .eval(
                            "analytics.addSourceMiddleware(function (m) { m.payload.obj.type = 'ann smith'; m.next(m.payload) });"
                                    + "analytics.track('A'); 1");
            assertThat(page.events(1).get(0).path("type").asText()).isEqualTo("track");
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
        row("a programmatic click is one when asked for", Set.of(Where.JVM), page -> {
            page.consent("granted")
                    .script("data-scripted-clicks=\"on\"")
                    .body("<button id='x'>Ann</button>")
                    .open("/");
            page.eval("document.getElementById('x').click()");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
        row("debug logs what was wrong with a call", Set.of(Where.HTMLUNIT, Where.CHROMIUM), page -> {
            granted(page)
                    .eval("analytics.track(); analytics.debug(); analytics.track(); analytics.debug(false).track()");
            page.rest();
            assertThat(((FakePage) page).browser.warnings)
                    .hasSize(1)
                    .allMatch(warning -> warning.startsWith("analytics.track"));
        });
        row("a programmatic click is none", CHROMIUM, page -> {
            page.consent("granted").body("<button id='x'>Ann</button>").open("/");
            page.eval("document.getElementById('x').click()");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
    }

    private static final Set<Where> REAL = Set.of(Where.JVM);
    /** HtmlUnit drops requests when it leaves a page, and tells the page nothing. */
    private static final Set<Where> CHROMIUM = Set.of(Where.JVM, Where.HTMLUNIT);

    private void links() {
        row("a tracked link goes on after its event", CHROMIUM, page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .body("<a id='x' href='/next?key=1'>Ann</a>")
                    .open("/");
            page.eval(
                    "analytics.trackLink(document.getElementById('x'), 'Link Followed', function (e) { return {tag: e.tagName} }); 1");
            page.click("x");
            page.rest();
            assertThat(page.events(1).get(0).get("properties")).hasToString("{\"tag\":\"A\"}");
            assertThat(page.eval("location.pathname")).isEqualTo("/next");
        });
        row("a tracked link that the page holds back is left alone", REAL, page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .body("<a id='x' href='/next'>Ann</a>")
                    .open("/");
            page.eval(
                    "var x = document.getElementById('x'); x.addEventListener('click', function (e) { e.preventDefault() }); analytics.trackLink([x], 'Link Followed'); 1");
            page.click("x");
            assertThat(names(page.events(1))).containsExactly("Link Followed");
            assertThat(page.eval("location.pathname")).isEqualTo("/");
        });
        row("a tracked form is sent after its event", CHROMIUM, page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .body("<form id='f' action='/sent'><input name='q' value='ann'/><button id='x'>Go</button></form>")
                    .open("/");
            page.eval("analytics.trackForm(document.getElementById('f'), 'Form Sent'); 1");
            page.click("x");
            page.rest();
            var events = page.events(1);
            assertThat(names(events)).containsExactly("Form Sent");
            assertThat(events.toString()).doesNotContain("ann\"");
            assertThat(page.eval("location.pathname")).isEqualTo("/sent");
        });
        row("a click inside an open shadow root is seen", CHROMIUM, page -> {
            page.consent("granted").body("<div id='host'></div>").open("/");
            page.eval(
                    "document.getElementById('host').attachShadow({mode: 'open'}).innerHTML = '<button id=x><svg width=20 height=20><rect id=r width=20 height=20></rect></svg></button>'; 1");
            page.click("host button");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
        row("a shadow root in an ignored region is ignored", CHROMIUM, page -> {
            page.consent("granted")
                    .body("<div data-candor-ignore=''><div id='host'></div></div>")
                    .open("/");
            page.eval(
                    "document.getElementById('host').attachShadow({mode: 'open'}).innerHTML = '<button>x</button>'; 1");
            page.click("host button");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a click whose handler stops it is seen", REAL, page -> {
            page.consent("granted").body("<button id='x'>Ann</button>").open("/");
            page.eval(
                    "document.getElementById('x').addEventListener('click', function (e) { e.stopImmediatePropagation(); e.preventDefault() }); 1");
            page.click("x");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
        row("a click on what was added later is seen", REAL, page -> {
            page.consent("granted").open("/");
            page.eval("document.body.innerHTML = '<button id=x>Ann</button>'; 1");
            page.click("x");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "CLICK");
        });
        row("a disabled button gives nothing", REAL, page -> {
            page.consent("granted")
                    .body("<button id='x' disabled='disabled'><b>Ann</b></button>")
                    .open("/");
            page.click("x");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        clicked("<input type='submit' id='x' onclick='return false'/>", "CLICK{\"tag\":\"input\"}");
        clicked(
                "<a id='x' href='https://other.example/search?q=ann' onclick='return false'>Ann</a>",
                "CLICK{\"outbound\":true,\"tag\":\"a\"}");
        clicked(
                "<a id='x' href='/files/report.pdf?key=1' onclick='return false'>Ann</a>",
                "CLICK{\"download\":true,\"tag\":\"a\"}");
        clicked(
                "<a id='x' href='/export' download='' onclick='return false'>Ann</a>",
                "CLICK{\"download\":true,\"tag\":\"a\"}");
        clicked("<button id='x' data-track='Mail ann@example.org'>Ann</button>", "CLICK{\"tag\":\"button\"}");
        clicked(
                "<button id='x' data-track-tag='other' data-track-role='x'>Ann</button>",
                "CLICK{\"tag\":\"button\",\"role\":\"x\"}");
    }

    private void page() {
        row("the canonical link names the page", page -> {
            page.head("<link rel='canonical' href='/canonical/12345'/>")
                    .consent("granted")
                    .open("/other?utm_source=a&key=1");
            var at = page.events(1).get(0).at("/context/page");
            assertThat(at.get("path").asText()).isEqualTo("/canonical/:id");
            assertThat(at.get("url").asText()).endsWith("/canonical/:id?utm_source=a");
        });
        row("parameters can be allowed to stay", page -> {
            page.consent("granted").script("data-params=\"tab, plan\"").open("/?tab=one&key=2&plan=a%40b.example");
            assertThat(page.events(1).get(0).at("/context/page/search").asText())
                    .isEqualTo("?tab=one&plan=[redacted]");
        });
        // HtmlUnit's decodeURIComponent takes what ECMAScript refuses.
        row("a malformed utm parameter stays as it is", Set.of(Where.HTMLUNIT), page -> {
            page.consent("granted").open("/");
            page.eval("history.pushState({}, '', '/b?utm_source=%zz+b&utm_medium=a+b')");
            assertThat(page.events(2).get(1).at("/context/campaign"))
                    .hasToString("{\"medium\":\"a b\",\"source\":\"%zz+b\"}");
        });
        row("the user agent has no minor versions", page -> {
            page.consent("granted").open("/");
            assertThat(page.events(1).get(0).at("/context/userAgent").asText())
                    .matches("Mozilla/5\\.0 \\(.*Chrome/\\d+\\.0\\.0\\.0 .*");
        });
        row("a title is scrubbed", page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("document.title = 'Mail to ann@example.org'; analytics.track('A')");
            assertThat(page.events(1).get(0).at("/context/page/title").asText()).isEqualTo("Mail to [redacted]");
        });
        row("after reset({full: true}) nothing is heard", page -> {
            page.consent("granted")
                    .body("<button id='x'>Ann</button>")
                    .open("/")
                    .eval("analytics.reset({full: true}); history.pushState({}, '', '/b')");
            page.click("x");
            page.rest();
            assertThat(page.requests()).isLessThanOrEqualTo(1);
        });
        row("the tracker leaves one global", REAL, page -> {
            page.before("window.names = Object.getOwnPropertyNames(window)")
                    .consent("granted")
                    .open("/");
            page.events(1);
            assertThat(
                            page.eval(
                                    "Object.getOwnPropertyNames(window).filter(function (n) { return names.indexOf(n) < 0 && n != 'names' && !/^\\d/.test(n) }).join()"))
                    .isEqualTo("analytics");
        });
        row("the page's own functions around history keep working, before and after", REAL, page -> {
            page.before(
                            "window.r = []; var p = history.pushState; history.pushState = function () { r.push('before'); return p.apply(this, arguments) }")
                    .consent("granted")
                    .open("/");
            page.eval(
                    "var q = history.pushState; history.pushState = function () { r.push('after'); return q.apply(this, arguments) }; history.pushState({}, '', '/b'); 1");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "PAGE_LOAD");
            assertThat(page.eval("r.join()")).isEqualTo("after,before");
        });
        row("storage that throws is done without", REAL, page -> {
            page.before(
                            "Object.defineProperty(window, 'localStorage', {get: function () { throw new Error('blocked') }})")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("analytics.track('A'); analytics.track('B')");
            var events = page.events(2);
            assertThat(events.get(0).get("anonymousId")).isEqualTo(events.get(1).get("anonymousId"));
        });
        row("the script a second time changes nothing", REAL, page -> {
            page.consent("granted").open("/");
            page.eval(
                    "var s = document.createElement('script'); s.src = '/candor.js'; document.body.appendChild(s); 1");
            page.rest();
            page.eval("analytics.track('A')");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "A");
        });
        row("a page that is hidden at first is viewed when it is seen", REAL, page -> {
            page.before(
                            "window.v = 'hidden'; Object.defineProperty(document, 'visibilityState', {configurable: true, get: function () { return v }})")
                    .consent("granted")
                    .open("/");
            assertThat(page.events(0)).isEmpty();
            page.eval(
                    "v = 'visible'; document.dispatchEvent(new Event('visibilitychange')); document.dispatchEvent(new Event('visibilitychange')); 1");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a page that was rendered ahead is viewed when it is used", REAL, page -> {
            page.before(
                            "window.v = true; Object.defineProperty(document, 'prerendering', {configurable: true, get: function () { return v }})")
                    .consent("granted")
                    .open("/");
            assertThat(page.events(0)).isEmpty();
            page.eval("v = false; document.dispatchEvent(new Event('prerenderingchange')); 1");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a page that comes back out of the cache is a view", REAL, page -> {
            page.consent("granted").open("/");
            page.events(1);
            page.eval(
                    "var e = new Event('pageshow'); Object.defineProperty(e, 'persisted', {value: true}); dispatchEvent(e); 1");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "PAGE_LOAD");
        });
        row("the place that a stub noted is the place of the call", page -> {
            page.before(
                            "window.analytics = []; analytics.push(['track', 'A', {plan: 'free'}, {__t: 'bpc', c: null, p: '/early', u: 'https://example.org/early?key=1',"
                                    + " s: '?key=1', t: 'Early', r: ''}]); analytics.push(['page', {__t: 'bpc', p: '/early', u: '', s: '', t: 'Early', r: ''}])")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/late");
            var events = page.events(2);
            assertThat(events.get(0).at("/context/page"))
                    .hasToString(
                            "{\"path\":\"/early\",\"referrer\":\"\",\"search\":\"\",\"title\":\"Early\",\"url\":\"https://example.org/early\"}");
            assertThat(events.get(0).get("properties")).hasToString("{\"plan\":\"free\"}");
            assertThat(events.get(1).at("/context/page/path").asText()).isEqualTo("/early");
            assertThat(events.get(1).get("properties")).hasToString("{}");
        });
        row("the screen is a class", page -> {
            page.consent("granted").open("/");
            assertThat(page.events(1).get(0).at("/context/screen/size").asText())
                    .isIn("small", "medium", "large");
        });
        row("analytics.load takes the key and options", page -> {
            page.before(
                            "window.analytics = []; analytics.push(['load', 'my-key', {auto: 'off'}]); analytics.push(['track', 'A'])")
                    .consent("granted")
                    .open("/");
            assertThat(names(page.events(1))).containsExactly("A");
        });
    }

    private void mistakes() {
        var arguments = new String[] {
            "",
            "null",
            "undefined",
            "0",
            "NaN",
            "''",
            "'x'",
            "[]",
            "{}",
            "[[]]",
            "function () { throw 1 }",
            "new Date(NaN)",
            "window",
            "Symbol && Symbol('x')",
            "Object.create(null)",
            "{get a() { throw 1 }}",
            "'x', 'y', 'z', 1, 2, 3, 4, 5",
            "true"
        };
        var functions = new String[] {
            "track",
            "page",
            "identify",
            "group",
            "alias",
            "screen",
            "on",
            "once",
            "off",
            "emit",
            "trackLink",
            "trackForm",
            "addSourceMiddleware",
            "setAnonymousId",
            "reset",
            "ready",
            "debug",
            "timeout",
            "push",
            "load",
            "user",
            "consent.onChange"
        };
        row("wrong calls throw nothing, and the tracker goes on", page -> {
            granted(page).eval("window.wrong = []; window.onerror = function (m) { wrong.push(m) }; 1");
            for (var function : functions) {
                for (var argument : arguments) {
                    page.eval("try { var x = analytics." + function + "(" + argument
                            + "); x && x.then && x.then(null, function () {}) }" + " catch (e) { wrong.push('"
                            + function + "(" + argument.replace("'", "") + ") ' + e) } 1");
                }
            }
            page.rest();
            assertThat(page.eval("wrong.join()")).isEmpty();
            page.eval("analytics.consent.grant(); 1");
            page.rest();
            page.eval("analytics.addSourceMiddleware(function (m) { m.next(m.payload) }); analytics.track('Last'); 1");
        });
    }
}
