package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

/**
 * Whatever throws inside one of the tracker's entry points (a call, a listener, a timer, a callback, a function around the page's
 * history), the page hears nothing of it: no error event, no unhandled rejection, nothing in the console; it goes on, and what happens
 * later still arrives.
 */
final class GuardBehaviours extends BehaviourRows {
    private static final String WATCH = """
            window.wrong = [];
            function boom() { throw new Error('boom') }
            if (window.addEventListener) {
                addEventListener('error', function (e) { wrong.push('error ' + e.message) });
                addEventListener('unhandledrejection', function (e) { wrong.push('unhandled ' + e.reason) });
            }
            if (window.console) console.error = function (m) { wrong.push('console ' + m) };
            function getter(object, name) { Object.defineProperty(object, name, {configurable: true, get: boom}) }
            """;
    private static final String TRAPS = "{get: boom, has: boom, ownKeys: boom, getOwnPropertyDescriptor: boom,"
            + " getPrototypeOf: boom, apply: boom, set: boom, defineProperty: boom}";

    private static final List<String> ALL = List.of("PAGE_LOAD", "CLICK", "PAGE_LOAD", "Last");
    private static final Set<Where> EVERYWHERE = Set.of();

    GuardBehaviours() {
        callbacks();
        middleware();
        arguments();
        links();
        storage();
        network();
        goesOn();
        browser();
        history();
        prototypes();
    }

    /** What the page does after the load. */
    private void during(String what, Set<Where> except, String js) {
        guarded(what, except, "", js, ALL);
    }

    /** What the page has done to the browser before the load. */
    private void before(String what, Set<Where> except, String js) {
        guarded(what, except, js, "", ALL);
    }

    /** The events named A are what is tried; of the others just these are to arrive. */
    private void guarded(String what, Set<Where> except, String before, String during, List<String> expected) {
        row("nothing escapes: " + what, except, page -> {
            page.before(WATCH + before)
                    .consent("granted")
                    .body("<button id='x'>Ann</button><a id='a' href='#there'>Ann</a><form id='f'></form>")
                    .open("/first");
            page.eval(during + "; 1");
            page.rest();
            page.click("x");
            page.eval("try { history.pushState({}, '', '/second') } catch (e) { wrong.push('history ' + e) } 1");
            page.rest();
            page.eval("window.alive = typeof analytics.track('Last'); 1");
            page.rest();
            try {
                Collector.await(() -> names(page.events(0)).containsAll(expected));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(page.eval("alive + wrong.join()")).isEqualTo("object");
            assertThat(names(page.events(0)).stream().filter(name -> !name.matches("A.*|page|screen")))
                    .containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    private void callbacks() {
        for (var call : new String[] {
            "analytics.track('A', boom)",
            "analytics.track('A', {}, {}, boom)",
            "analytics.page('A', boom)",
            "analytics.identify('u', boom)",
            "analytics.group('g', {}, boom)",
            "analytics.alias('a', boom)",
            "analytics.screen('A', boom)",
            "analytics.ready(boom)",
            "analytics.on('track', boom); analytics.track('A')",
            "analytics.once('page', boom); analytics.page('A')",
            "analytics.on('identify', boom); analytics.identify('u')",
            "analytics.on('x', boom); analytics.emit('x', 1)",
            "analytics.on('reset', boom); analytics.reset()",
            "analytics.consent.onChange(boom); analytics.consent.grant()",
            "analytics.consent.onChange(function () { return {then: boom} }); analytics.consent.grant()"
        }) {
            // The fake's promises of callbacks are Rhino's, whose rejections nobody hears of.
            during(call, EVERYWHERE, call);
        }
    }

    private void middleware() {
        for (var function : new String[] {
            "throw new Error('boom')",
            "return Promise.reject(new Error('boom'))",
            "return {then: boom}",
            "m.next(7)",
            "m.next({obj: 7})",
            "m.next({get obj() { throw 1 }})",
            "m.payload.obj = null; m.next(m.payload)",
            "m.payload.obj.context = null; m.payload.obj.properties = 7; m.next(m.payload)",
            "Object.keys(m.payload.obj).forEach(function (k) { delete m.payload.obj[k] }); m.next(m.payload)",
            "m.next(m.payload); m.next(null); throw 1",
            "m.payload.obj.properties = {get a() { throw 1 }}; m.next(m.payload)"
        }) {
            during(
                    "middleware: " + function,
                    EVERYWHERE,
                    "analytics.addSourceMiddleware(function (m) { if (m.payload.obj.event != 'A') return m.next(m.payload); "
                            + function + " }); analytics.track('A')");
        }
        guarded(
                "middleware, and a browser that does not say its language",
                CHROMIUM,
                "",
                "analytics.addSourceMiddleware(function (m) { m.next(m.payload) }); getter(navigator, 'language')",
                // Asked once for each place: the view of the next is lost.
                List.of("PAGE_LOAD", "CLICK", "Last"));
    }

    private void arguments() {
        for (var hostile : new String[] {
            "{get event() { throw 1 }}",
            "{event: 'A', get properties() { throw 1 }}",
            "{a: 'b', get c() { throw 1 }}",
            "{toJSON: boom}",
            "{a: {toJSON: boom}}",
            "{toString: boom, valueOf: boom}",
            "{a: {toString: boom, valueOf: boom}}",
            "{length: -1}",
            "{then: boom}",
            "{get then() { throw 1 }}",
            "{__t: 'bpc', get p() { throw 1 }}",
            "{get __t() { throw 1 }}",
            "(function () { var d = new Date(); d.toISOString = boom; return d })()",
            "(function () { var d = new Date(); d.valueOf = boom; return {a: d} })()",
            "(function () { var o = {}; for (var i = 0; i < 5000; i++) o = {o: o}; return o })()",
            "(function () { var o = {}; for (var i = 0; i < 5000; i++) o['k' + i] = i; return o })()",
            "(function () { var o = []; o.push(o); return o })()",
            "{nodeType: 1}",
            "{nodeType: 1, addEventListener: boom}",
            "{toArray: boom}"
        }) {
            everyCall(hostile, EVERYWHERE);
        }
        // The stand-in for the browser on the JVM has its own way with these, which would prove nothing of the
        // browser's.
        for (var hostile : new String[] {
            "new Proxy({}, " + TRAPS + ")",
            "{a: new Proxy({}, " + TRAPS + ")}",
            "new Proxy(function () {}, " + TRAPS + ")",
            "(function () { var r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()",
            "(function () { var r = Proxy.revocable({}, {}); r.revoke(); return {a: r.proxy} })()",
            "{get [Symbol.toStringTag]() { throw 1 }}",
            "{a: {get [Symbol.toStringTag]() { throw 1 }}}",
            "{[Symbol.toPrimitive]: boom}",
            "{a: {[Symbol.toPrimitive]: boom}}",
            "Symbol('x')",
            "{a: Symbol('x')}",
            "BigInt(1)",
            "{a: BigInt(1)}",
            "document",
            "window",
            "document.createElement('form')",
            "document.all"
        }) {
            everyCall(hostile, CHROMIUM);
        }
    }

    /** The same argument to each function, in each place. */
    private void everyCall(String hostile, Set<Where> except) {
        during(
                "every call with " + hostile,
                except,
                "var h = " + hostile + ";"
                        + "['track', 'page', 'screen', 'identify', 'group', 'alias', 'ready', 'on', 'once', 'off', 'emit', 'trackLink', 'trackForm', 'setAnonymousId',"
                        + " 'addSourceMiddleware', 'timeout', 'user', 'load', 'push'].forEach(function (n) {"
                        + "try { analytics[n](h); analytics[n]('A', h); analytics[n]('A', 'A', h); analytics[n]('A', {}, h); analytics[n]('A', {}, {}, h) }"
                        + " catch (e) { wrong.push(n + ' ' + e) } });"
                        + "try { analytics.consent.onChange(h); analytics.user().anonymousId(h); analytics.push(h); analytics.push([h, h]); analytics.push(['track', h]) }"
                        + " catch (e) { wrong.push('other ' + e) } analytics.timeout(300)");
    }

    private void links() {
        for (var call : new String[] {
            "analytics.trackLink(document.getElementById('a'), boom)",
            "analytics.trackLink(document.getElementById('a'), 'A', boom)",
            "analytics.trackLink(document, 'A')",
            "analytics.trackLink([document, document.body], 'A')",
            "analytics.trackLink({nodeType: 9, addEventListener: function (t, f) { document.addEventListener(t, f) }}, 'A')"
        }) {
            during("a click after " + call, REAL, call);
        }
        for (var call : new String[] {"document.getElementById('f'), boom", "document, 'A', boom"}) {
            during(
                    "a form sent after trackForm(" + call + ")",
                    CHROMIUM,
                    "analytics.trackForm(" + call
                            + "); document.getElementById('f').addEventListener('submit', function (e) { e.preventDefault() }, true);"
                            + "document.getElementById('f').requestSubmit()");
        }
    }

    private void storage() {
        before("localStorage at whose name the browser throws", REAL, "getter(window, 'localStorage')");
        before(
                "localStorage that is null",
                REAL,
                "Object.defineProperty(window, 'localStorage', {configurable: true, value: null})");
        for (var method : new String[] {"getItem", "setItem", "removeItem", "key"}) {
            before("localStorage whose " + method + " throws", CHROMIUM, "Storage.prototype." + method + " = boom");
        }
        before(
                "localStorage that is full",
                CHROMIUM,
                "Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError') }");
        before(
                "localStorage that is really full",
                CHROMIUM,
                "var big = '0123456789'.repeat(1e5); try { for (var i = 0; ; i++) localStorage['big' + i] = big } catch (e) {}"
                        + "try { for (i = 0; ; i++) localStorage['small' + i] = '0123456789' } catch (e) {}");
        guarded("document.cookie that throws", CHROMIUM, "getter(document, 'cookie')", "", List.of());
    }

    private void network() {
        for (var fetch : new String[] {
            "boom",
            "undefined",
            "function () {}",
            "function () { return 7 }",
            "function () { return Promise.resolve() }",
            "function () { return Promise.resolve({}) }",
            "function () { return Promise.resolve({status: 200}) }",
            "function () { return Promise.reject(new Error('boom')) }",
            "function () { return {then: boom} }",
            "function () { return new Promise(function () {}) }"
        }) {
            // Enough for a batch that does not wait for the end of the page.
            guarded(
                    "fetch = " + fetch,
                    CHROMIUM,
                    "window.fetch = " + fetch,
                    "for (var i = 0; i < 5; i++) analytics.track('A' + i); analytics.consent.grant()",
                    ALL);
        }
        for (var beacon : new String[] {"boom", "undefined", "function () {}"}) {
            before("navigator.sendBeacon = " + beacon, CHROMIUM, "navigator.sendBeacon = " + beacon);
        }
        for (var request : new String[] {
            "boom",
            "function () {}",
            "function () { return Promise.reject(1) }",
            "function () { return new Promise(function () {}) }",
            "function (n, f) { return f().then(boom) }",
            "function (n, f) { return Promise.resolve(f(null)) }"
        }) {
            before("navigator.locks.request = " + request, CHROMIUM, "LockManager.prototype.request = " + request);
        }
        for (var channel :
                new String[] {"boom", "undefined", "function () { this.postMessage = boom }", "function () {}"}) {
            guarded(
                    "BroadcastChannel = " + channel,
                    CHROMIUM,
                    "window.BroadcastChannel = " + channel,
                    "analytics.consent.grant().then(function () { window.granted = 1 })",
                    ALL);
        }
    }

    /** Without the end of the page, which sends what waits by a beacon. */
    private void goesOn() {
        for (var answer : new String[] {
            "undefined", "7", "Promise.resolve()", "Promise.resolve({})", "Promise.resolve({status: 200})", "boom()"
        }) {
            row("after a fetch that gave " + answer + " the next is tried", CHROMIUM, page -> {
                page.before(WATCH
                                + "var real = fetch, calls = 0; window.fetch = function (u, o) { return calls++ ? real(u, o) : "
                                + answer + " }")
                        .consent("granted")
                        .script("data-auto=\"off\"")
                        .open("/");
                page.eval("for (var i = 0; i < 20; i++) analytics.track('A'); 1");
                var collector = ((ChromiumPage) page).collector;
                try {
                    Collector.await(() -> !collector.batches().isEmpty());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                assertThat(collector.batches()).hasSize(1);
                assertThat(page.eval("wrong.join()")).isEmpty();
            });
        }
        row("an answer that does not arrive is a rejection", CHROMIUM, page -> {
            page.before(WATCH + "window.fetch = function () { return Promise.resolve({}) }")
                    .open("/");
            page.eval("analytics.consent.grant().catch(function (e) { window.r = e.message }); 1");
            page.rest();
            assertThat(page.eval("r")).isEqualTo("consent did not reach the server");
        });
        row("an answer counts though other tabs cannot be told", CHROMIUM, page -> {
            page.before(WATCH + "window.BroadcastChannel = function () { this.postMessage = boom }")
                    .open("/");
            page.eval("analytics.consent.grant().then(function (s) { window.r = s }); 1");
            try {
                Collector.await(() -> page.eval("'r' in window").equals("true"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(page.eval("r + wrong.join()")).isEqualTo("granted");
        });
        row("a hostile property is withheld, and the others are not", CHROMIUM, page -> {
            granted(page)
                    .eval("function boom() { throw 1 } analytics.track('A', {a: 'b', c: new Proxy({}, " + TRAPS
                            + "), d: {get [Symbol.toStringTag]() { throw 1 }}, e: 'f'}); 1");
            assertThat(page.events(1).get(0).get("properties")).hasToString("{\"a\":\"b\",\"e\":\"f\"}");
        });
    }

    private void browser() {
        for (var name : new String[] {"document.title", "document.referrer", "navigator.language"}) {
            var at = name.split("\\.", -1);
            during(
                    name + " that throws for a while",
                    CHROMIUM,
                    "getter(" + at[0] + ", '" + at[1]
                            + "'); analytics.track('A'); document.getElementById('x').click();"
                            + "history.pushState({}, '', '/first'); delete " + name);
        }
        for (var name : new String[] {"sendBeacon", "locks"}) {
            before("navigator." + name + " that throws", CHROMIUM, "getter(navigator, '" + name + "')");
        }
        for (var name : new String[] {"crypto", "Temporal", "URL"}) {
            before("no " + name, CHROMIUM, "Object.defineProperty(window, '" + name + "', {value: undefined})");
        }
        before("crypto that throws", CHROMIUM, "Crypto.prototype.getRandomValues = boom");
        before("Temporal that throws", CHROMIUM, "Temporal.Now.timeZoneId = boom");
        before(
                "neither Temporal nor Intl",
                CHROMIUM,
                "for (const name of ['Temporal', 'Intl']) Object.defineProperty(window, name, {value: undefined})");
        before("Intl that throws, and no Temporal", CHROMIUM, "delete window.Temporal; Intl.DateTimeFormat = boom");
        before("URL that throws", CHROMIUM, "window.URL = boom");
        // Of who can't be asked whether he objects, or what he is, nothing is sent.
        for (var name : new String[] {"globalPrivacyControl", "doNotTrack", "userAgent"}) {
            guarded("navigator." + name + " that throws", CHROMIUM, "getter(navigator, '" + name + "')", "", List.of());
        }
        guarded("screen that throws", CHROMIUM, "getter(window, 'screen')", "", List.of());
        guarded("a console that throws", CHROMIUM, "console.warn = boom", "analytics.debug(); analytics.track()", ALL);
        guarded(
                "no console",
                CHROMIUM,
                "window.console = undefined",
                "analytics.debug(); analytics.track(); analytics.load('k')",
                ALL);
        guarded(
                "elements without closest",
                CHROMIUM,
                "Element.prototype.closest = boom",
                "",
                List.of("PAGE_LOAD", "PAGE_LOAD", "Last"));
        guarded(
                "attributes that throw",
                CHROMIUM,
                "",
                "getter(Element.prototype, 'attributes'); Element.prototype.getAttribute = boom",
                List.of("PAGE_LOAD", "PAGE_LOAD", "Last"));
    }

    private void history() {
        before(
                "history that is frozen against patches",
                CHROMIUM,
                "var p = history.pushState; Object.defineProperty(history, 'replaceState', {value: history.replaceState, writable: false})");
        row("what the page's own history throws, the page gets, and no more", REAL, page -> {
            page.before(
                            WATCH
                                    + "var push = history.pushState; history.pushState = function (s, t, u) { if (u == '/no') boom(); push.apply(this, arguments) }")
                    .consent("granted")
                    .open("/first");
            page.eval("try { history.pushState({}, '', '/no') } catch (e) { window.got = e.message } 1");
            page.eval("history.pushState({}, '', '/second'); 1");
            page.rest();
            assertThat(page.eval("got + wrong.join()")).isEqualTo("boom");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "PAGE_LOAD");
        });
    }

    private void prototypes() {
        before(
                "Object.prototype and Array.prototype with members of others",
                CHROMIUM,
                "Object.prototype.ann = 'ann'; Array.prototype.smith = function () {}");
        // What a page that changes the JSON of every list or object has sent is not to be read, but nothing escapes.
        guarded(
                "Array.prototype.toJSON of an old library",
                CHROMIUM,
                "Array.prototype.toJSON = function () { return '[' + this.map(function (e) { return JSON.stringify(e) }).join() + ']' }",
                "",
                List.of());
        guarded("Object.prototype.toJSON that throws", CHROMIUM, "Object.prototype.toJSON = boom", "", List.of());
        before("Object.prototype frozen", CHROMIUM, "Object.freeze(Object.prototype); Object.freeze(Array.prototype)");
        for (var stub : new String[] {
            "Object.freeze([])",
            "7",
            "'text'",
            "null",
            "function () {}",
            "{}",
            "{VERSION: '1'}",
            "{length: 3}",
            "document.createElement('div')",
            "Object.freeze({track: function () {}, page: function () {}})",
            "[['track', 'A'], 7, null, [], [7], ['nonsense'], ['track'], [['track', 'A']], ['consent.nonsense']]"
        }) {
            before("window.analytics = " + stub + " before", CHROMIUM, "window.analytics = " + stub);
        }
        for (var unusable : new String[] {
            "Object.defineProperty(window, 'analytics', {value: {track: boom}, writable: false})",
            "Object.defineProperty(window, 'analytics', {get: boom, set: boom})",
            "window.analytics = {get length() { throw 1 }}",
            "window.analytics = {get VERSION() { throw 1 }}",
            "window.analytics = new Proxy([], " + TRAPS + ")",
            "getter(Element.prototype, 'attributes')",
            "getter(document, 'referrer')",
            "window.Promise = undefined",
            "window.addEventListener = boom",
            "document.querySelector = boom"
        }) {
            row("nothing escapes, where no tracker can be: " + unusable, CHROMIUM, page -> {
                page.before(WATCH + unusable).consent("granted").open("/first");
                page.rest();
                assertThat(page.eval("wrong.join()")).isEmpty();
            });
        }
    }
}
