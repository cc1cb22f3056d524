package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

/** That nothing escapes, whatever a page gives to the tracker's functions. */
final class GuardCallBehaviours extends GuardRows {
    GuardCallBehaviours() {
        callbacks();
        middleware();
        circles();
        arguments();
        links();
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

    /** As an application around the page may have it, which makes calls of functions into entries of the list. */
    private void circles() {
        during(
                "track that calls push",
                CHROMIUM,
                "var t = analytics.track; analytics.track = function () { analytics.push(['track'].concat([].slice.call(arguments))) };"
                        + "analytics.track('A'); analytics.push(['track', 'A']); analytics.track = t");
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
        row("a hostile property is withheld, and the others are not", CHROMIUM, page -> {
            granted(page)
                    .eval("function boom() { throw 1 } analytics.track('A', {a: 'b', c: new Proxy({}, " + TRAPS
                            + "), d: {get [Symbol.toStringTag]() { throw 1 }}, e: 'f'}); 1");
            assertThat(page.events(1).get(0).get("properties")).hasToString("{\"a\":\"b\",\"e\":\"f\"}");
        });
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
}
