package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** Where arguments may stand, who is told, and what middleware has a say in: as in analytics.js. */
final class ArgumentBehaviours extends BehaviourRows {
    ArgumentBehaviours() {
        places();
        times();
        objects();
        listeners();
        middleware();
        destinations();
    }

    /** What the call's promise gives. */
    private void gives(String call, String shown, String expected) {
        row(call + " gives " + shown + " " + expected, page -> {
            granted(page);
            page.eval("window.r = 'nothing'; analytics." + call
                    + ".then(function (c) { var e = c.event; r = JSON.stringify(" + shown + ") }); 1");
            page.rest();
            assertThat(page.eval("r")).isEqualTo(expected);
        });
    }

    /** What is in {@code r} after this, and after what was promised. */
    private void leaves(String what, String js, String expected) {
        row(what, page -> {
            granted(page).eval("window.r = []; " + js + "; 1");
            page.rest();
            assertThat(page.eval("JSON.stringify(r)")).isEqualTo(expected);
        });
    }

    private void places() {
        var track = "[e.event, e.properties, e.integrations]";
        gives("track('A', undefined, {integrations: {x: false}})", track, "[\"A\",{},{\"x\":false}]");
        gives("track('A', null, null)", track, "[\"A\",{},{}]");
        gives("track('A', [1])", track, "[\"A\",{},{}]");
        gives(
                "track({event: 'A', properties: {a: 1}}, {integrations: {x: false}})",
                track,
                "[\"A\",{\"a\":1},{\"x\":false}]");
        gives("track({event: 'A', properties: null}, function () {})", track, "[\"A\",{},{}]");
        var page = "[e.category, e.name, e.properties.a, e.integrations.x]";
        gives("page(undefined, 'N')", page, "[null,\"N\",null,null]");
        gives("page(null, {a: 1})", page, "[null,null,1,null]");
        gives("page('C', null)", page, "[null,\"C\",null,null]");
        gives("page({a: 1}, {integrations: {x: 2}})", page, "[null,null,1,2]");
        gives("page('N', {a: 1}, {integrations: {x: 2}})", page, "[null,\"N\",1,2]");
        gives("page('N', null, {a: 1})", page, "[null,\"N\",1,null]");
        gives("page('C', 'N', undefined, {integrations: {x: 2}})", page, "[\"C\",\"N\",null,2]");
        gives("screen('C', 'N', {a: 1}, {integrations: {x: 2}})", page, "[\"C\",\"N\",1,2]");
        gives("page({name: 'P'})", "[e.name, e.properties.name]", "[null,\"P\"]");
        gives("page('N', {name: 'P'})", "[e.name, e.properties.name]", "[\"N\",\"N\"]");
        gives("track('A', {name: 'P'})", "e.properties.name", "\"P\"");
        gives(
                "identify('u', null, {integrations: {x: 1}})",
                "[e.userId, e.traits, e.integrations]",
                "[\"u\",{},{\"x\":1}]");
        gives("identify(true, {a: 1})", "[e.userId, e.traits]", "[null,{}]");
        gives("group(12)", "[e.groupId, e.traits]", "[\"12\",{}]");
        gives(
                "alias('to', {integrations: {x: 1}})",
                "[e.userId, e.previousId, e.integrations]",
                "[\"to\",null,{\"x\":1}]");
        gives("alias(12, 13)", "[e.userId, e.previousId]", "[\"12\",\"13\"]");
        gives(
                "page('N', {title: null, referrer: ''})",
                "[e.context.page.title, e.context.page.referrer]",
                "[null,\"\"]");
        gives("track('A', {title: 'T'})", "e.context.page.title", "\"Editor\"");
        gives("page('N', {}, {page: {title: 'T'}})", "e.context.page.title", "\"T\"");
        gives("track('A', {}, {foreign: 1, context: {inner: 2}})", "[e.context.foreign, e.context.inner]", "[1,2]");
        gives("track('A', {}, {timestamp: new Date(0)})", "new Date(e.timestamp).getTime()", "0");
    }

    private void timed(String given, String expected) {
        row("an event whose time is given as " + given + " has the time " + expected, page -> {
            granted(page).eval("analytics.track('A', {}, {timestamp: " + given + "}); analytics.track('B'); 1");
            var events = page.events(2);
            var time = events.get(0).get("timestamp").asText();
            var now = events.get(1).get("timestamp").asText();
            // To the day.
            assertThat(time.substring(0, 10).equals(now.substring(0, 10)) ? "now" : time)
                    .isEqualTo(expected);
        });
    }

    private void times() {
        timed("'2020-01-02T03:04:05Z'", "2020-01-02T03:04:05.000Z");
        timed("'2020-01-02T03:04:05.678+02:00'", "2020-01-02T01:04:05.678Z");
        timed("1577934245678", "2020-01-02T03:04:05.678Z");
        timed("'nonsense'", "now");
        timed("new Date(NaN)", "now");
        timed("null", "now");
        timed("''", "now");
    }

    private void objects() {
        leaves(
                "what the page gave stays as it was",
                "var p = {a: 1, title: 'x'}, t = {b: 1}; analytics.page('A', p); analytics.track('B', p); analytics.identify('u', t);"
                        + "analytics.group('g', t); r = [p, t]",
                "[{\"a\":1,\"title\":\"x\"},{\"b\":1}]");
        row("what the page changes after the call is not in its event", page -> {
            granted(page).eval("var p = {a: 1}; analytics.track('A', p); p.a = 2; 1");
            assertThat(page.events(1).get(0).get("properties")).hasToString("{\"a\":1}");
        });
        row("an anonymous id among the options stays", page -> {
            granted(page).eval("analytics.track('A', {}, {anonymousId: 'mine-1'}); analytics.track('B'); 1");
            assertThat(page.events(2))
                    .extracting(event -> event.get("anonymousId").asText())
                    .containsExactly("mine-1", "mine-1");
            page.eval("analytics.identify('u', {}, {anonymousId: 'mine-2'}); 1");
            assertThat(page.eval("analytics.user().anonymousId()")).isEqualTo("mine-2");
        });
        row("parameters of analytics.js in an address do nothing", page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/?ajs_uid=u&ajs_aid=mine-1&ajs_event=A&ajs_trait_a=1");
            assertThat(page.events(0)).isEmpty();
            assertThat(page.eval("analytics.user().id() + ' ' + (analytics.user().anonymousId() == 'mine-1')"))
                    .isEqualTo("null false");
        });
        row("of a given context only the page counts for what leaves", page -> {
            granted(page)
                    .eval(
                            "analytics.track('A', {}, {context: {locale: 'xx-YY', campaign: {source: 'mine'}, page: {title: 'T'}}}); 1");
            var context = page.events(1).get(0).get("context");
            assertThat(context.at("/page/title").asText()).isEqualTo("T");
            assertThat(context.toString()).doesNotContain("xx-YY", "mine");
        });
    }

    private void listeners() {
        leaves(
                "the callback comes first, then listeners, then the promise",
                "analytics.on('track', function () { r.push('on') });"
                        + "analytics.track('A', function () { r.push('back') }).then(function () { r.push('then') })",
                "[\"back\",\"on\",\"then\"]");
        leaves(
                "callback and promise are given the same context",
                "var c; analytics.track('A', function (x) { c = x }).then(function (x) { r.push(c === x) })",
                "[true]");
        leaves(
                "a listener is called on the tracker, as often as it listens, and stops at once",
                "function f() { r.push(this === analytics) } analytics.on('x', f).on('x', f).emit('x').off('x', f).emit('x')",
                "[true,true]");
        leaves(
                "off with another function leaves a listener, and without one takes it",
                "analytics.on('x', function () { r.push(1) }).off('x', function () {}).emit('x').off('x').emit('x')",
                "[1]");
        leaves(
                "a listener that is added by another waits for the next time",
                "analytics.on('x', function () { analytics.on('x', function () { r.push(1) }) }).emit('x')",
                "[]");
        row("who listens early is told of the load", page -> {
            page.before(
                            "window.analytics = []; analytics.push(['on', 'initialize', function () { window.r = 'told' }])")
                    .script("data-auto=\"off\"")
                    .open("/");
            assertThat(page.eval("r")).isEqualTo("told");
        });
    }

    private void middleware() {
        leaves(
                "middleware sees every type of event, in the order of the calls",
                "analytics.addSourceMiddleware(function (m) { r.push(m.payload.type()); m.next(m.payload) });"
                        + "analytics.identify('u'); analytics.group('g'); analytics.alias('a'); analytics.page(); analytics.screen(); analytics.track('A')",
                "[\"identify\",\"group\",\"alias\",\"page\",\"screen\",\"track\"]");
        row("what middleware makes of an identify does not leave with an id", page -> {
            granted(page)
                    .eval(
                            "analytics.addSourceMiddleware(function (m) { m.payload.obj.type = 'track'; m.payload.obj.event = 'A'; m.next(m.payload) });"
                                    + "analytics.identify('ann', {mail: 'a@b.example'}); 1");
            assertThat(page.events(1).toString()).doesNotContain("ann", "a@b.example");
        });
        leaves(
                "middleware that drops an event keeps nobody waiting",
                "analytics.addSourceMiddleware(function () {}); analytics.on('track', function () { r.push('on') });"
                        + "analytics.track('A', function () { r.push('back') }).then(function (c) { r.push(c.event.event) })",
                "[\"back\",\"on\",\"A\"]");
        row("middleware is called one after the other, and may promise", page -> {
            granted(page)
                    .eval(
                            "analytics.addSourceMiddleware(function (m) { return Promise.resolve().then(function () { m.payload.obj.properties.a = 1; m.next(m.payload) }) });"
                                    + "analytics.addSourceMiddleware(function (m) { m.payload.obj.properties.b = m.payload.properties().a + 1; m.next(m.payload) });"
                                    + "analytics.track('A'); 1");
            page.rest();
            assertThat(page.events(1).get(0).get("properties")).hasToString("{\"a\":1,\"b\":2}");
        });
        row("who is named before an answer takes no event's place", page -> {
            page.script("data-auto=\"off\"").open("/");
            page.eval(
                    "for (var i = 0; i < 150; i++) analytics.identify('u' + i); analytics.track('A'); analytics.consent.grant(); 1");
            page.rest();
            assertThat(names(page.events(1))).containsExactly("A");
        });
    }

    private void destinations() {
        row("an event that the page keeps from Segment.io is kept from the instance", page -> {
            granted(page)
                    .eval(
                            "analytics.track('No', {}, {integrations: {'Segment.io': false}}); analytics.page('No', {}, {integrations: {'Segment.io': false}});"
                                    + "analytics.track('All', {}, {integrations: {All: false}});"
                                    + "analytics.addSourceMiddleware(function (m) { m.payload.obj.integrations['Segment.io'] = m.payload.event() != 'Late'; m.next(m.payload) });"
                                    + "analytics.track('Late'); analytics.track('Yes'); 1");
            page.rest();
            assertThat(names(page.events(2))).containsExactly("All", "Yes");
        });
    }
}
