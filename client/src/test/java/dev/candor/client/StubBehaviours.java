package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;

/** What the page calls before the script is there. */
final class StubBehaviours extends BehaviourRows {
    private static final String METHODS =
            "['trackSubmit','trackClick','trackLink','trackForm','pageview','identify','reset','group','track',"
                    + "'ready','alias','debug','page','screen','once','off','on','addSourceMiddleware','setAnonymousId','register']";
    /** Segment's snippet 5.2.0, whose stubs note the place of the call; the script is there already. */
    private static final String CURRENT = """
            var i = "analytics", analytics = window[i] = window[i] || [];
            if (!analytics.initialize) if (analytics.invoked) window.twice = true; else {
              analytics.invoked = !0; analytics.methods = %s;
              analytics.factory = function (e) { return function () {
                if (window[i].initialized) return window[i][e].apply(window[i], arguments);
                var n = Array.prototype.slice.call(arguments);
                if (["track", "screen", "alias", "group", "page", "identify"].indexOf(e) > -1) {
                  var c = document.querySelector("link[rel='canonical']");
                  n.push({__t: "bpc", c: c && c.getAttribute("href") || void 0, p: location.pathname, u: location.href,
                    s: location.search, t: document.title, r: document.referrer})
                }
                n.unshift(e); analytics.push(n); return analytics
              } };
              for (var n = 0; n < analytics.methods.length; n++) { var key = analytics.methods[n]; analytics[key] = analytics.factory(key) }
              analytics.load = function (key, n) { analytics._loadOptions = n };
              analytics._writeKey = "KEY"; analytics.SNIPPET_VERSION = "5.2.0";
              analytics.load("KEY", {auto: "off"});
            }
            """.formatted(METHODS);
    /** Segment's snippet 4.1.0, which notes no key. */
    private static final String OLD = """
            var analytics = window.analytics = window.analytics || [];
            if (!analytics.initialize) {
              analytics.invoked = !0; analytics.methods = %s;
              analytics.factory = function (t) { return function () {
                var e = Array.prototype.slice.call(arguments); e.unshift(t); analytics.push(e); return analytics
              } };
              for (var t = 0; t < analytics.methods.length; t++) { var e = analytics.methods[t]; analytics[e] = analytics.factory(e) }
              analytics.load = function (t, e) { analytics._loadOptions = e };
              analytics.SNIPPET_VERSION = "4.1.0";
              analytics.load("KEY", {auto: "off"});
            }
            """.formatted(METHODS);

    StubBehaviours() {
        stubs();
        snippets();
    }

    private void stubs() {
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
        row("analytics.load takes the key and options", page -> {
            page.before(
                            "window.analytics = []; analytics.push(['load', 'my-key', {auto: 'off'}]); analytics.push(['track', 'A'])")
                    .consent("granted")
                    .open("/");
            assertThat(names(page.events(1))).containsExactly("A");
        });
    }

    private void snippets() {
        for (var snippet : new String[] {CURRENT, OLD}) {
            var version = snippet.equals(CURRENT) ? "5.2.0" : "4.1.0";
            row("the calls of Segment's snippet " + version + " are replayed", REAL, page -> {
                page.before(snippet
                                + "analytics.page('Home'); analytics.track('A', {plan: 'free'}, {}, function () { window.r = 'back' });"
                                + "analytics.identify('ann'); analytics.on('track', function (e) { window.heard = e }).track('B');"
                                + "history.replaceState({}, '', '/later')")
                        .consent("granted")
                        .open("/first");
                var events = page.events(3);
                assertThat(names(events)).containsExactly("page", "A", "B");
                assertThat(events.get(1).get("properties")).hasToString("{\"plan\":\"free\"}");
                assertThat(events.get(1).at("/context/page/path").asText())
                        .isEqualTo(version.equals("5.2.0") ? "/first" : "/later");
                assertThat(page.eval("r + heard")).isEqualTo("backB");
                assertThat(((ServedPage) page).collector.batches().get(0).body().contains("\"writeKey\":\"KEY\""))
                        .isEqualTo(version.equals("5.2.0"));
            });
            row(
                    "what snippet " + version + " has and the tracker has not does nothing, and is answered",
                    REAL,
                    page -> {
                        page.before(snippet
                                        + "analytics.register('x'); window.kept = analytics.register; window.r = []")
                                .consent("granted")
                                .open("/first");
                        page.eval(
                                "function note(a) { r.push(a === analytics) } analytics.register(function () { r.push('called') }).then(note);"
                                        + "analytics.register().then(note); 1");
                        page.rest();
                        page.eval("analytics.track('A'); 1");
                        assertThat(names(page.events(1))).containsExactly("A");
                        assertThat(page.eval("r.join() + typeof analytics.trackLink + typeof analytics.methods"))
                                .isEqualTo("true,truefunctionundefined");
                    });
            row("a reference to a stub of snippet " + version + " works on", REAL, page -> {
                page.before(snippet + "window.kept = analytics.track; window.old = analytics")
                        .consent("granted")
                        .open("/first");
                page.eval("old.track('A'); 1");
                assertThat(names(page.events(1))).containsExactly("A");
            });
        }
        row("consent comes first, then middleware, then the rest in its order", page -> {
            page.before("window.analytics = []; analytics.push(['track', 'A']); analytics.push(['track', 'B']);"
                            + "analytics.push(['addSourceMiddleware', function (m) { m.payload.obj.properties.seen = true; m.next(m.payload) }]);"
                            + "analytics.push(['on', 'track', function (e) { window.r = (window.r || '') + e }]);"
                            + "analytics.push(['setAnonymousId', 'chosen-1']); analytics.push(['consent.grant'])")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.rest();
            var events = page.events(2);
            assertThat(names(events)).containsExactly("A", "B");
            assertThat(events.get(0).get("properties")).hasToString("{\"seen\":true}");
            assertThat(events.get(0).get("anonymousId").asText()).isEqualTo("chosen-1");
            assertThat(page.eval("r")).isEqualTo("AB");
        });
        row("one call that throws does not stop the others", page -> {
            page.before(
                            "window.analytics = []; analytics.push(['track']); analytics.push(['nonsense']); analytics.push(7); analytics.push(null);"
                                    + "analytics.push(['on', 'track', function () { throw 1 }]); analytics.push([function () {}]); analytics.push(['track', 'A'])")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("load called twice before the script is there loads once", page -> {
            page.before(
                            "window.analytics = []; analytics.push(['load', 'one', {auto: 'off'}]); analytics.push(['load', 'two']); analytics.push(['track', 'A'])")
                    .consent("granted")
                    .open("/");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("a script that comes while pictures are still to come starts at once", CHROMIUM, page -> {
            var served = (ChromiumPage) page;
            page.consent("granted");
            served.collector.page("<!DOCTYPE html><html><body><img src='/held'><script>"
                    + "document.addEventListener('DOMContentLoaded', function () { setTimeout(function () { var s = document.createElement('script');"
                    + " s.src = '/candor.js'; document.body.appendChild(s) }) })</script></body></html>");
            served.page.route("**/held", route -> {});
            served.page.navigate(
                    served.collector.origin() + "/first",
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
            served.page.waitForFunction("window.analytics && analytics.initialized");
            assertThat(page.eval("document.readyState")).isEqualTo("interactive");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a script that comes when the page is complete starts at once", CHROMIUM, page -> {
            var served = (ChromiumPage) page;
            page.consent("granted");
            served.collector.page("<!DOCTYPE html><html><body></body></html>");
            served.visit(served.collector.origin() + "/first");
            page.eval(
                    "var s = document.createElement('script'); s.async = true; s.src = '/candor.js'; document.body.appendChild(s); 1");
            served.page.waitForFunction("window.analytics");
            page.eval("analytics.track('A'); 1");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "A");
        });
    }
}
