package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** What a page may count on that was written for analytics.js: its load, its user and group, its middleware's payload. */
final class PeerBehaviours extends BehaviourRows {
    PeerBehaviours() {
        loads();
        identities();
        events();
        payloads();
    }

    private void loaded(String options, String... sent) {
        row("a load with " + options + " sends " + String.join(" and ", sent), page -> {
            page.before(
                            "window.analytics = [['track', 'Early']]; analytics._writeKey = 'KEY'; analytics._loadOptions = "
                                    + options)
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/applications");
            page.eval(
                    "window.r = ''; analytics.track('Late', {}, {integrations: {'Segment.io': true}}).then(function (c) { r = c.event.event + analytics.initialized }); 1");
            page.rest();
            assertThat(page.eval("r")).isEqualTo("Latetrue");
            assertThat(names(page.events(sent.length))).containsExactly(sent);
        });
    }

    private void loads() {
        loaded("{}", "Early", "Late");
        loaded("{integrations: undefined}", "Early", "Late");
        loaded("{integrations: {'Segment.io': false}}");
        loaded("{integrations: {All: false}}");
        loaded("{integrations: {All: false, 'Segment.io': true}}", "Early", "Late");
        loaded("{integrations: {All: false, 'Segment.io': {apiHost: 'a.example'}}}", "Early", "Late");
        loaded("{integrations: {Other: false}}", "Early", "Late");
        loaded("{disable: true}");
        loaded("{disable: false}", "Early", "Late");
        loaded("{disable: function () { return true }}");
        loaded("{disable: function () { return false }}", "Early", "Late");
        loaded("{disable: function (settings) { return settings.x.y }}");
        loaded("{initialPageview: true}", "Early", "page", "Late");
        loaded("{initialPageview: false}", "Early", "Late");
        row("integrations of the load are those of each event, which may say otherwise", page -> {
            page.before("window.analytics = []; analytics._writeKey = 'KEY';"
                            + "analytics._loadOptions = {integrations: {a: false, b: true}}")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.track('A', {}, {integrations: {a: true}})" + SAVED + "; 1");
            page.rest();
            assertThat(page.eval("JSON.stringify(JSON.parse(r).integrations)")).isEqualTo("{\"a\":true,\"b\":true}");
        });
        row("an endpoint may end with a slash", REAL, page -> {
            page.consent("granted").script("data-endpoint=\"/\"").open("/");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a page that loads without persistence sends, and keeps its id while it is there", page -> {
            page.before("window.analytics = []; analytics._writeKey = 'KEY';"
                            + "analytics._loadOptions = {disableClientPersistence: true}")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.track('A'); analytics.track('B'); 1");
            page.rest();
            assertThat(page.events(2))
                    .extracting(event -> event.get("anonymousId").asText())
                    .containsOnly(page.eval("analytics.user().anonymousId()"));
        });
        row("a page that loads without persistence writes no storage", REAL, page -> {
            page.before("window.analytics = [['track', 'A']]; analytics._writeKey = 'KEY'; window.set = [];"
                            + "Storage.prototype.setItem = function (k) { set.push(k) };"
                            + "analytics._loadOptions = {disableClientPersistence: true}")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.rest();
            assertThat(page.eval("analytics.user().anonymousId().length + set.join()"))
                    .isEqualTo("36");
        });
        row("a page that loads with nothing to send keeps nothing", REAL, page -> {
            page.before("window.analytics = []; analytics._writeKey = 'KEY'; analytics._loadOptions = {disable: true};"
                            + "localStorage.setItem('candor_anonymous_id', 'before-1')")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.track('A'); 1");
            page.rest();
            assertThat(page.events(0)).isEmpty();
            assertThat(page.eval("Object.keys(localStorage).join() + analytics.user().anonymousId()"))
                    .isEqualTo("null");
        });
    }

    /** What is in {@code r} after this. */
    private void leaves(String js, String expected) {
        row("after " + js + ", there is " + expected, page -> {
            granted(page).eval("var user = analytics.user(), group = analytics.group(); window.r = []; " + js + "; 1");
            page.rest();
            assertThat(page.eval("JSON.stringify(r)")).isEqualTo(expected);
        });
    }

    private void identities() {
        leaves(
                "r.push(user.id('a'), user.id(), user.id(undefined), user.id(7), user.id())",
                "[\"a\",\"a\",\"a\",\"7\",\"7\"]");
        leaves("user.id('a'); r.push(user.id(null), user.id())", "[null,null]");
        leaves("r.push(user.traits({a: 1}), user.traits({b: 2}), user.traits())", "[{\"a\":1},{\"b\":2},{\"b\":2}]");
        leaves("user.traits({a: 1}); r.push(user.traits(undefined), user.traits(null))", "[{\"a\":1},{}]");
        leaves("r.push(group.id('g'), group.traits({a: 1}), group.id(), user.id())", "[\"g\",{\"a\":1},\"g\",null]");
        leaves(
                "user.traits({a: 1}); user.identify('u', {b: 2}); r.push(user.id(), user.traits()); user.identify('v'); r.push(user.traits())",
                "[\"u\",{\"a\":1,\"b\":2},{}]");
        leaves("group.identify('g', {a: 1}); r.push(group.id(), group.traits())", "[\"g\",{\"a\":1}]");
        leaves("user.id('u'); user.traits({a: 1}); user.reset(); r.push(user.id(), user.traits())", "[null,{}]");
        leaves("group.id('g'); user.id('u'); group.reset(); r.push(group.id(), user.id())", "[null,\"u\"]");
        leaves(
                "var a = user.anonymousId(); user.id('u'); user.id('u'); user.id(null); user.id('v'); r.push(a === user.anonymousId());"
                        + "user.id('w'); r.push(a === user.anonymousId())",
                "[true,false]");
        leaves(
                "var a = user.anonymousId(); r.push(user.anonymousId(null), user.anonymousId() === a, user.anonymousId().length);"
                        + "a = user.anonymousId(); r.push(analytics.setAnonymousId(undefined) === a)",
                "[null,false,36,true]");
        leaves(
                "var a = user.anonymousId(); group.id('g'); group.id('h'); r.push(a === user.anonymousId()); user.reset(); r.push(a === user.anonymousId())",
                "[true,false]");
        leaves(
                "user.traits({a: 1}); analytics.identify('u', {b: 2}).then(function (c) { r.push(c.event.userId, c.event.traits) })",
                "[\"u\",{\"a\":1,\"b\":2}]");
        leaves(
                "user.id('u'); user.traits({a: 1}); group.id('g'); user.logout(); r.push(user.id(), user.traits(), group.id()); group.logout(); r.push(group.id())",
                "[null,{},\"g\",null]");
        row("what the page says of its user without an event does not leave", page -> {
            granted(page)
                    .eval(
                            "analytics.user().id('ann'); analytics.user().traits({mail: 'a@b.example'}); analytics.group().id('acme');"
                                    + "analytics.track('A', {}, {userId: 'bob', traits: {n: 'carol'}}); analytics.page('B'); 1");
            assertThat(page.events(2).toString()).doesNotContain("ann\"", "b.example", "acme", "bob", "carol");
        });
    }

    private void events() {
        leaves(
                "analytics.alias(null).then(function (c) { r.push(c.event.userId) }); analytics.identify('dan'); analytics.alias({a: 1}).then(function (c) { r.push(c.event.userId) });"
                        + "analytics.alias(null, 'from').then(function (c) { r.push(c.event.userId, c.event.previousId) })",
                "[null,\"dan\",\"dan\",\"from\"]");
        leaves(
                "function time(c) { r.push(c.event.timestamp instanceof Date) } analytics.track('A').then(time); analytics.page().then(time)",
                "[true,true]");
        leaves("function f() { r.push(1) } analytics.on('x', f).once('x', f).emit('x').emit('x')", "[1,1,1]");
        leaves(
                "r.push(analytics.settings.timeout); analytics.timeout(50); r.push(analytics.settings.timeout)",
                "[300,50]");
        leaves("analytics.use(function (a) { r.push(a === analytics) }); analytics.use(7); analytics.use()", "[true]");
        row("listeners before the load may be chained and taken back", page -> {
            page.before("window.analytics = []; window.f = function (e) { window.r = (window.r || '') + e };"
                            + "analytics.push(['on', 'track', f]); analytics.push(['off', 'track', f]);"
                            + "analytics.push(['on', 'page', f]); analytics.push(['track', 'A'])")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval(
                    "analytics.on('track', f).on('y', f).once('z', f).off('y').emit('y', 'Y').emit('z', 'Z'); analytics.track('B'); 1");
            page.rest();
            assertThat(page.eval("r")).isEqualTo("ZB");
        });
        row("a script that is there but not loaded has chained listeners", REAL, page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .body(
                            "<script>window.r = []; analytics.on('track', function (e) { r.push(e) }).once('page', function () { r.push('page') });"
                                    + "analytics.track('A'); analytics.page()</script>")
                    .open("/");
            page.rest();
            assertThat(page.eval("r.join()")).isEqualTo("A,page");
        });
        row("pageview is a page at a path", REAL, page -> {
            page.before("window.analytics = [['pageview', '/early']]")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.eval("analytics.pageview('/late'); analytics.pageview(); 1");
            assertThat(page.events(3))
                    .extracting(event -> event.get("type").asText()
                            + event.at("/context/page/path").asText())
                    .containsExactly("page/early", "page/late", "page/");
        });
        row("what analytics.js has for destinations is answered without a snippet, too", REAL, page -> {
            granted(page)
                    .eval(
                            "window.r = []; ['register', 'deregister', 'initialize', 'addDestinationMiddleware'].forEach(function (n) {"
                                    + "analytics[n]('x', function () { r.push('called') }).then(function (a) { r.push(a === analytics) }) }); 1");
            page.rest();
            assertThat(page.eval("r.join()")).isEqualTo("true,true,true,true");
        });
        leaves(
                "analytics.identify('u'); 'track page screen group'.split(' ').forEach(function (n) { analytics[n]('X').then(function (c) { r.push(c.event.userId) }) })",
                "[\"u\",\"u\",\"u\",\"u\"]");
        leaves(
                "analytics.track('A').then(function (c) { r.push('userId' in c.event, c.event.messageId.length, c.event.anonymousId === user.anonymousId()) })",
                "[false,36,true]");
        leaves("analytics.group('g', {}, {userId: 'v'}).then(function (c) { r.push(c.event.userId) })", "[\"v\"]");
        leaves(
                "analytics.identify('dan'); analytics.alias().then(function (c) { r.push(c.event.userId) }); analytics.alias(function () {}).then(function (c) { r.push(c.event.userId) });"
                        + "analytics.alias('new').then(function (c) { r.push(c.event.userId) })",
                "[\"dan\",\"dan\",\"new\"]");
        leaves(
                "analytics.on('track', function (a, b, c) { r.push(c === undefined) }); analytics.track('A'); analytics.track('B', {}, {c: 1})",
                "[true,false]");
    }

    /** What middleware finds. */
    private void payload(String shown, String call, String expected) {
        leaves(
                "analytics.addSourceMiddleware(function (m) { var p = m.payload; r.push(" + shown
                        + "); m.next(p) }); analytics." + call,
                expected);
    }

    private void payloads() {
        payload("p.type(), p.event(), p.properties()", "track('A', {a: 1})", "[\"track\",\"A\",{\"a\":1}]");
        payload("p.userId(), p.groupId(), p.traits(), p.name()", "track('A', {a: 1})", "[null,null,{},null]");
        payload("p.action(), p.timestamp() instanceof Date", "track('A')", "[\"track\",true]");
        payload("p.anonymousId() === user.anonymousId(), p.messageId().length", "track('A')", "[true,36]");
        payload("p.json() === p.obj, p.obj.messageId.length", "page('N')", "[true,36]");
        payload("p.name(), p.category()", "page('C', 'N')", "[\"N\",\"C\"]");
        payload("p.userId(), p.traits()", "identify('u', {a: 1})", "[\"u\",{\"a\":1}]");
        row("the id that middleware saw is the one that leaves, unless it names another", page -> {
            granted(page)
                    .eval(
                            "analytics.addSourceMiddleware(function (m) { window.seen = m.payload.messageId(); if (m.payload.event() == 'B') m.payload.obj.messageId = 'mine-1'; m.next(m.payload) });"
                                    + "analytics.track('B'); analytics.track('A'); 1");
            page.rest();
            var events = page.events(2);
            assertThat(events.get(0).get("messageId").asText()).isEqualTo("mine-1");
            assertThat(events.get(1).get("messageId").asText()).isEqualTo(page.eval("seen"));
        });
        row("an event that middleware keeps until after a reset has the new id", page -> {
            granted(page)
                    .eval(
                            "analytics.addSourceMiddleware(function (m) { window.before = m.payload.anonymousId(); m.next(m.payload) });"
                                    + "analytics.track('A'); analytics.reset(); window.after = analytics.user().anonymousId(); 1");
            page.rest();
            assertThat(page.eval("before !== after")).isEqualTo("true");
            assertThat(page.events(1).get(0).get("anonymousId").asText()).isEqualTo(page.eval("after"));
        });
    }
}
