package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

/** The interface of analytics.js: arguments, promises, callbacks, listeners, middleware. */
final class CallBehaviours extends BehaviourRows {
    private static final String UUID_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    CallBehaviours() {
        calls();
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

    private void calls() {
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
        emitted("analytics.identify(12, {a: 1})", "identify", "[\"12\",{\"a\":1}]");
        emitted("analytics.group('g', {a: 1})", "group", "[\"g\",{\"a\":1}]");
        emitted("analytics.alias('to', 'from')", "alias", "[\"to\",\"from\"]");
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
        row("a promise resolves with the context of what was sent, and shows all that the page gave", page -> {
            granted(page).eval("analytics.track('Item Purchased', {plan: 'free', note: 'two words'})" + SAVED + "; 1");
            page.rest();
            var sent = page.events(1).get(0);
            assertThat(page.eval("JSON.parse(r).properties.plan + ' ' + JSON.parse(r).properties.note"))
                    .isEqualTo("free two words");
            assertThat(sent.path("properties").has("note")).isFalse();
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
                    "window.a = analytics.user().anonymousId(); analytics.setAnonymousId('chosen-1'); analytics.track('A'); analytics.consent.inspect();"
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
        row("message ids sort as the calls, also in one millisecond and when the clock is set back", page -> {
            granted(page);
            page.eval("for (var i = 0; i < 8; i++) analytics.track('A'); analytics.consent.inspect();"
                    + "Date.now = function () { return 0 }; analytics.track('B'); 1");
            var events = page.events(9);
            var ids = events.stream()
                    .map(event -> event.get("messageId").asText())
                    .toList();
            assertThat(names(events)).endsWith("B");
            assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches(UUID_7));
            var made = Long.parseLong(ids.get(0).replace("-", "").substring(0, 12), 16);
            var called = Instant.parse(events.get(0).get("timestamp").asText()).toEpochMilli();
            assertThat(made).isBetween(called, called + 10_000);
        });
        row("a clock that has never been set makes message ids of the same form", page -> {
            granted(page).eval("Date.now = function () { return 0 }; analytics.track('A'); analytics.track('B'); 1");
            var ids = page.events(2).stream()
                    .map(event -> event.get("messageId").asText())
                    .toList();
            assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches(UUID_7));
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
        row("a function that is taken from the tracker works alone", page -> {
            granted(page).eval("var t = analytics.track, p = analytics.page; t('A'); p('B'); 1");
            assertThat(names(page.events(2))).containsExactly("A", "page");
        });
        row("a second load changes nothing", page -> {
            granted(page).eval("analytics.load('other', {endpoint: '/other'}); analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
        });
    }
}
