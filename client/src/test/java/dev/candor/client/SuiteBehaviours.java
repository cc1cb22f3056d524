package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** What other trackers' suites look at and none of the other rows does. */
final class SuiteBehaviours extends BehaviourRows {
    SuiteBehaviours() {
        places();
        options();
        pages();
        stubs();
        surface();
        clicks();
        answers();
        departures();
    }

    /** What is in {@code r} after this, and after what was promised. */
    private void leaves(String what, Set<Where> except, String js, String expected) {
        row(what, except, page -> {
            granted(page).eval("window.r = []; " + js + "; 1");
            page.rest();
            assertThat(page.eval("JSON.stringify(r)")).isEqualTo(expected);
        });
    }

    private void leaves(String what, String js, String expected) {
        leaves(what, Set.of(), js, expected);
    }

    private void places() {
        leaves(
                "empty names of a page are names, and its options the fourth argument",
                "analytics.page('', '', null, {integrations: {x: 1}}).then(function (c) { var e = c.event; r.push(e.category, e.name, e.integrations.x) })",
                "[\"\",\"\",1]");
        leaves(
                "an id that is not there leaves the one that was said, with traits in any place",
                "function note(c) { r.push(c.event.userId, c.event.traits) } analytics.identify(undefined, {a: 1}).then(note);"
                        + "analytics.identify(null, {b: 2}, {integrations: {x: 1}}).then(note); analytics.identify('u').then(note); analytics.identify(null, {c: 3}).then(note)",
                "[null,{\"a\":1},null,{\"a\":1,\"b\":2},\"u\",{\"a\":1,\"b\":2},\"u\",{\"a\":1,\"b\":2,\"c\":3}]");
        leaves(
                "listeners to a page hear its category, its name and where it is",
                "analytics.on('page', function (c, n, p) { r.push(c, n, Object.keys(p).sort().join()) }); analytics.page('C', 'N', {a: 1})",
                "[\"C\",\"N\",\"a,category,name,path,referrer,search,title,url\"]");
        leaves(
                "listeners to a page without names hear of none",
                "analytics.on('page', function (c, n, p) { r.push(c, n, p.a, 'name' in p) }); analytics.page({a: 1})",
                "[null,null,1,false]");
        leaves(
                "each kind of event knows its page",
                "function note(c) { r.push(c.event.type + ' ' + c.event.context.page.path) } analytics.identify('u').then(note); analytics.group('g').then(note);"
                        + "analytics.alias('a').then(note); analytics.screen('S').then(note)",
                "[\"identify /applications\",\"group /applications\",\"alias /applications\",\"screen /applications\"]");
        leaves(
                "of two hundred events no two have the same id",
                "var ids = {}; for (var i = 0; i < 200; i++) analytics.track('A').then(function (c) { ids[c.event.messageId] = 1; r[0] = Object.keys(ids).length })",
                "[200]");
    }

    private void options() {
        leaves(
                "an option that is undefined has not been given",
                "analytics.identify('u'); analytics.track('A', {}, {timestamp: undefined, userId: undefined, messageId: undefined, anonymousId: undefined, foreign: undefined})"
                        + ".then(function (c) { var e = c.event; r.push(e.timestamp instanceof Date, e.userId, e.messageId.length, e.anonymousId.length, 'foreign' in e.context) })",
                "[true,\"u\",36,36,false]");
        leaves(
                "traits among the options are the context's",
                "analytics.track('A', {}, {traits: {a: 1}}).then(function (c) { r.push(c.event.context.traits, 'traits' in c.event) })",
                "[{\"a\":1},false]");
        leaves(
                "a group may say whose it is",
                "analytics.group('g', undefined, {userId: 'v', anonymousId: 'chosen-1'}).then(function (c) { r.push(c.event.userId, c.event.anonymousId, c.event.groupId) })",
                "[\"v\",\"chosen-1\",\"g\"]");
        leaves(
                "a context of the page's own has what it had, and the page",
                "analytics.track('A', {}, {foreign: 1, context: {library: {name: 'mine'}}}).then(function (c) { var x = c.event.context; r.push(x.foreign, x.library.name, x.page.path) })",
                "[1,\"mine\",\"/applications\"]");
    }

    private void pages() {
        var place =
                "Object.freeze({path: '/p', referrer: '/r', search: '?s', title: 'T', url: 'https://u.example/', more: 1})";
        leaves(
                "where a page says it is, is where it is; nothing else of its properties is",
                "analytics.page('N', " + place + ").then(function (c) { r.push(c.event.context.page) })",
                "[{\"path\":\"/p\",\"referrer\":\"/r\",\"search\":\"?s\",\"title\":\"T\",\"url\":\"https://u.example/\"}]");
        leaves(
                "where a track's properties say it is, it need not be",
                "analytics.track('N', " + place
                        + ").then(function (c) { var p = c.event.context.page; r.push(p.path, p.title, p.search) })",
                "[\"/applications\",\"Editor\",\"\"]");
        // HtmlUnit mends it.
        row("a path with a broken escape is a view like any other", Set.of(Where.HTMLUNIT), page -> {
            page.consent("granted").open("/");
            page.eval("history.pushState({}, '', '/home-%zz/%'); 1");
            assertThat(page.events(2).get(1).at("/context/page/path").asText()).isEqualTo("/home-%zz/%");
        });
        row("a title that is set just after the address is the view's", page -> {
            page.consent("granted").open("/");
            page.eval("history.pushState({}, '', '/b'); document.title = 'Second'; 1");
            assertThat(page.events(2).get(1).at("/context/page/title").asText()).isEqualTo("Second");
        });
    }

    private void noted(String canonical, String path, String url) {
        row("a stub that noted the canonical link '" + canonical + "' was called at " + url, page -> {
            page.before(
                            "window.analytics = [['track', 'A', {}, {__t: 'bpc', c: '" + canonical
                                    + "', p: '/early', u: 'https://example.org/early', s: '?utm_source=a', t: 'Early', r: ''}]]")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/late/page");
            var at = page.events(1).get(0).at("/context/page");
            assertThat(at.get("path").asText()).isEqualTo(path);
            assertThat(at.get("url").asText()).matches("https?://[^/]+" + url.replace("?", "\\?"));
        });
    }

    private void stubs() {
        noted("https://other.example/a", "/a", "/a?utm_source=a");
        noted("/canonical", "/canonical", "/canonical?utm_source=a");
        noted("near", "/late/near", "/late/near?utm_source=a");
        noted("", "/early", "/early");
        row("calls wait in a list that an old library has taken reduce from", REAL, page -> {
            page.before("Array.prototype.reduce = function () { return this.length > 1 ? this : this[0] };"
                            + "window.analytics = [['track', 'A']]")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.push(['track', 'B']); 1");
            assertThat(names(page.events(2))).containsExactly("A", "B");
        });
    }

    private void surface() {
        leaves(
                "a function that is taken from the tracker works without it",
                "var track = analytics.track, on = analytics.on; on('track', function (e) { r.push(e) }); track('A')",
                "[\"A\"]");
        leaves(
                "load, addSourceMiddleware and trackLink give the tracker back",
                "r.push(analytics.load('k') === analytics); function note(a) { r.push(a === analytics) }"
                        + "analytics.addSourceMiddleware(function (m) { m.next(m.payload) }).then(note); analytics.trackLink(null, 'L').then(note)",
                "[true,true,true]");
        leaves(
                "a text is no element to track",
                REAL,
                "function no() { r.push('no') } analytics.trackForm('form', 'F').then(null, no); analytics.trackLink('a', 'L').then(null, no)",
                "[\"no\",\"no\"]");
        leaves(
                "a group has no anonymous id, whoever asks",
                REAL,
                "r.push(typeof analytics.group().anonymousId(), typeof analytics.group().anonymousId('a'), typeof analytics.group().anonymousId(null))",
                "[\"undefined\",\"undefined\",\"undefined\"]");
    }

    private void clicked(String what, String html, String... expected) {
        row("a click on " + what, page -> {
            page.consent("granted").body(html).open("/");
            page.click("x");
            assertThat(names(page.events(1 + expected.length)).stream().skip(1)).containsExactly(expected);
        });
    }

    private void clicks() {
        clicked("what says that it is disabled is none", "<button id='x' aria-disabled='true'>A</button>");
        clicked("what says that it is not disabled is one", "<button id='x' aria-disabled='false'>A</button>", "CLICK");
        clicked(
                "what stands in what says that it is disabled is none",
                "<div aria-disabled='true'><a href='#a'><b id='x'>A</b></a></div>");
        row("a click on the document itself is none, and throws nothing", REAL, page -> {
            page.before("window.wrong = []; addEventListener('error', function (e) { wrong.push(e.message) })")
                    .consent("granted")
                    .script("data-scripted-clicks=\"on\"")
                    .open("/");
            page.eval(
                    "document.dispatchEvent(new MouseEvent('click', {bubbles: true})); window.dispatchEvent(new MouseEvent('click')); 1");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
            assertThat(page.eval("wrong.join()")).isEmpty();
        });
    }

    private void answered(int status, String expected) {
        row("an event that is answered with " + status + " first " + expected, CHROMIUM, page -> {
            page.before("var real = fetch; window.bodies = []; window.fetch = function (u, o) { bodies.push(o.body);"
                            + "return bodies.length < 2 ? Promise.resolve(new Response('', {status: " + status
                            + "})) : real(u, o) }")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.track('A'); setTimeout(function () { analytics.track('B') }, 1500); 1");
            var collector = ((ChromiumPage) page).collector;
            try {
                Collector.await(() -> collector.told().contains("B /"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(collector.told()).contains("B /");
            assertThat(collector.told().contains("A /")).isEqualTo(expected.startsWith("is sent again"));
            assertThat(page.eval(
                            "JSON.parse(bodies[0]).batch[0].messageId == JSON.parse(bodies[1]).batch[0].messageId"))
                    .isEqualTo(String.valueOf(expected.startsWith("is sent again")));
        });
    }

    private void answers() {
        for (var status : new int[] {408, 429, 500, 503}) {
            answered(status, "is sent again with the same id");
        }
        for (var status : new int[] {400, 404, 413}) {
            answered(status, "is gone, and holds up no other");
        }
    }

    private void departures() {
        row("what is tracked without a network leaves when there is one", CHROMIUM, page -> {
            granted(page);
            var served = (ChromiumPage) page;
            served.context.setOffline(true);
            page.eval("analytics.track('A'); 1");
            // The first request fails a second later.
            served.page.waitForTimeout(1_500);
            assertThat(served.collector.batches()).isEmpty();
            served.context.setOffline(false);
            try {
                Collector.await(() -> !served.collector.batches().isEmpty());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(served.collector.told()).containsExactly("A /applications");
        });
        row("what waits leaves each time that the page is hidden, once", CHROMIUM, page -> {
            page.before(
                            "window.v = 'visible'; Object.defineProperty(document, 'visibilityState', {configurable: true, get: function () { return v }});"
                                    + "function turn(to) { v = to; document.dispatchEvent(new Event('visibilitychange', {bubbles: true})) }")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval(
                    "analytics.track('A'); turn('hidden'); dispatchEvent(new Event('pagehide')); turn('visible'); analytics.track('B'); turn('hidden'); 1");
            page.rest();
            var collector = ((ChromiumPage) page).collector;
            try {
                Collector.await(() -> collector.batches().size() >= 2);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(collector.told()).containsExactlyInAnyOrder("A /", "B /");
        });
    }
}
