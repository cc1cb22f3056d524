package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** What a page finds after its script was swapped that it had of analytics.js, and that none of the other rows looks at. */
final class SwapBehaviours extends BehaviourRows {
    SwapBehaviours() {
        loads();
        traits();
        contexts();
        places();
        leftovers();
    }

    /** What is in {@code r} after this, and after what was promised. */
    private void leaves(String what, Set<Where> except, String js, String expected) {
        row(what, except, page -> {
            granted(page).eval("var user = analytics.user(), group = analytics.group(); window.r = []; " + js + "; 1");
            page.rest();
            assertThat(page.eval("JSON.stringify(r)")).isEqualTo(expected);
        });
    }

    private void leaves(String what, String js, String expected) {
        leaves(what, Set.of(), js, expected);
    }

    /** The options that a snippet noted and no key. */
    private void loaded(String options, String... sent) {
        row("a load without a key, with " + options + ", sends " + String.join(" and ", sent), page -> {
            page.before("window.analytics = [['track', 'A']]; analytics._loadOptions = " + options)
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/");
            page.rest();
            assertThat(names(page.events(sent.length))).containsExactly(sent);
        });
    }

    private void loads() {
        loaded("undefined", "A");
        loaded("{initialPageview: true}", "A", "page");
        loaded("{integrations: {All: false}}");
    }

    private void traits() {
        leaves(
                "middleware that takes a trait out of an event leaves it to the page",
                "analytics.addSourceMiddleware(function (m) { delete m.payload.obj.traits.mail; m.next(m.payload) });"
                        + "analytics.identify('u', {mail: 'a@b.example', a: 1}).then(function (c) { r.push(c.event.traits, user.traits()) });"
                        + "analytics.group('g', {mail: 'c@b.example'}).then(function (c) { r.push(c.event.traits, group.traits()) })",
                "[{\"a\":1},{\"mail\":\"a@b.example\",\"a\":1},{},{\"mail\":\"c@b.example\"}]");
        leaves(
                "the traits that a page asks for are its own to change",
                "user.traits({a: 1}); user.traits().b = 2; group.traits({c: 3}); delete group.traits().c; r.push(user.traits(), group.traits())",
                "[{\"a\":1},{\"c\":3}]");
        leaves(
                "an empty id is none, and leaves the one that was said",
                "analytics.identify('u', {a: 1}); analytics.group('g'); analytics.identify('').then(function (c) { r.push(c.event.userId, user.id()) });"
                        + "analytics.group('').then(function (c) { r.push(c.event.groupId, group.id()) })",
                "[\"u\",\"u\",\"g\",\"g\"]");
    }

    private void contexts() {
        var told = "function told(c) { r.push(c.event.event, c.failedDelivery(), c.logs().length) }";
        leaves(
                "a context says that its event did not fail",
                told + "analytics.track('A', told).then(told)",
                "[\"A\",false,0,\"A\",false,0]");
        leaves(
                "a context says that middleware kept its event",
                told
                        + "analytics.addSourceMiddleware(function (m) { var e = m.payload.event(); if (e == 'T') throw 1; if (e == 'N') m.next(null); if (e == 'A') m.next(m.payload) });"
                        + "'TNDA'.split('').forEach(function (e) { analytics.track(e).then(told) })",
                "[\"T\",true,0,\"N\",true,0,\"D\",true,0,\"A\",false,0]");
        leaves(
                "an event whose id cannot be read is told of all the same",
                "analytics.addSourceMiddleware(function (m) { Object.defineProperty(m.payload.obj, 'messageId', {get: function () { throw 1 }}); m.next(m.payload) });"
                        + "analytics.track('A').then(function (c) { r.push(c.event.event, c.id) })",
                "[\"A\",null]");
    }

    private void places() {
        leaves(
                "where a page's options say it is, it is; its properties tell of themselves",
                "analytics.page('N', {title: 'P'}, {context: {page: {title: 'C', path: '/c', more: 1}}})"
                        + ".then(function (c) { var at = c.event.context.page, p = c.event.properties; r.push(at.title, at.path, at.more, p.title, p.path, 'more' in p) })",
                "[\"C\",\"/c\",1,\"P\",\"/applications\",false]");
        row("a screen's title and path are properties like any other", page -> {
            granted(page).eval("analytics.screen('N', {title: 'T', path: '/p', rows: 3}); 1");
            assertThat(page.events(1).get(0).get("properties"))
                    .hasToString("{\"title\":\"T\",\"path\":\"/p\",\"rows\":3}");
        });
        leaves(
                "who is known is who did it, whatever the options say",
                "function note(c) { r.push(c.event.userId) } analytics.track('A', {}, {userId: 'v'}).then(note); user.id('u'); analytics.track('A', {}, {userId: 'v'}).then(note)",
                "[\"v\",\"u\"]");
    }

    private void leftovers() {
        leaves(
                "who listens after a call is told of it",
                "function note(n) { r.push(n) } analytics.identify('u'); analytics.on('identify', note); analytics.track('A'); analytics.on('track', note)",
                "[\"u\",\"A\"]");
        leaves(
                "a page that looks for a destination finds none, and goes on",
                "analytics.ready(function () { if (analytics.Integrations['Google Analytics']) r.push('there'); r.push('on') })",
                "[\"on\"]");
        leaves(
                "what analytics.js had once does nothing, and is answered",
                REAL,
                "function note(a) { r.push(a === analytics) } 'init add addIntegration log listeners queryString'.split(' ')"
                        + ".forEach(function (n) { analytics[n]('x', function () { r.push('called') }).then(note) })",
                "[true,true,true,true,true,true]");
        leaves(
                "a track is shown to the page with all its properties, of which some leave",
                "analytics.on('track', function (e, p) { r.push(p) }); analytics.track('A', {o: {n: 1}, words: 'as somebody typed them'})"
                        + ".then(function (c) { r.push(c.event.properties) })",
                "[{\"o\":{\"n\":1},\"words\":\"as somebody typed them\"},{\"o\":{\"n\":1},\"words\":\"as somebody typed them\"}]");
        leaves(
                "a user and a group are saved and loaded, and are who they were",
                REAL,
                "user.id('u'); user.save(); r.push(user.load().id()); group.id('g'); group.save(); group.load(); r.push(group.id())",
                "[\"u\",\"g\"]");
    }
}
