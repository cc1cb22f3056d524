package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** That nothing escapes, whatever a page has done to the browser. */
final class GuardBrowserBehaviours extends GuardRows {
    GuardBrowserBehaviours() {
        storage();
        network();
        goesOn();
        browser();
        history();
        prototypes();
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
            "function () { return Promise.resolve({status: 503}) }",
            "function () { return Promise.reject(new Error('boom')) }",
            "function () { return {then: boom} }"
        }) {
            // Enough for a batch that does not wait for the end of the page.
            guarded(
                    "fetch = " + fetch,
                    CHROMIUM,
                    "window.fetch = " + fetch,
                    "for (var i = 0; i < 5; i++) analytics.track('A' + i); analytics.consent.grant()",
                    ALL);
        }
        // What such a fetch was given is not given to anybody else as long as the page is there.
        row("nothing escapes: a fetch that is never answered", CHROMIUM, page -> {
            page.before(WATCH + "window.fetch = function () { return new Promise(function () {}) }")
                    .consent("granted")
                    .open("/first");
            page.eval("for (var i = 0; i < 20; i++) analytics.track('A'); analytics.consent.grant(); 1");
            page.events(0);
            assertThat(page.eval("typeof analytics.track('Last') + wrong.join()"))
                    .isEqualTo("object");
        });
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
            "undefined", "7", "Promise.resolve()", "Promise.resolve({})", "Promise.resolve({status: 503})", "boom()"
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
        before("crypto that throws", CHROMIUM, "Crypto.prototype.randomUUID = boom");
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
        for (var name : new String[] {"title", "referrer", "readyState", "visibilityState", "baseURI"}) {
            during(
                    "a picture that is named " + name + ", which hides the document's own",
                    CHROMIUM,
                    "var i = new Image(); i.name = '" + name
                            + "'; document.body.appendChild(i); analytics.track('A'); analytics.page('A')");
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
        before(
                "Array.prototype.toJSON of an old library",
                CHROMIUM,
                "Array.prototype.toJSON = function () { return '[' + this.map(function (e) { return JSON.stringify(e) }).join() + ']' }");
        // What a page that changes the JSON of every object has sent is not to be read, but nothing escapes.
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
