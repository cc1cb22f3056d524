package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** Links and forms that the page has tracked. */
final class LinkBehaviours extends BehaviourRows {
    LinkBehaviours() {
        links();
        ways();
        forms();
    }

    /** A click on the element x, the link of that address being tracked: which events come, and where the page is in the end. */
    private void followed(String what, String html, String tracked, String events, String at) {
        row("a tracked link: " + what, CHROMIUM, page -> {
            page.consent("granted").script("data-auto=\"off\"").body(html).open("/");
            page.eval("analytics.trackLink(" + tracked + ", 'L'); 1");
            page.click("x");
            page.rest();
            assertThat(String.join(",", names(page.events(events.isEmpty() ? 0 : 1))))
                    .isEqualTo(events);
            assertThat(page.eval("location.pathname + location.hash")).isEqualTo(at);
        });
    }

    private void ways() {
        var x = "document.getElementById('x')";
        followed("in what is tracked", "<p id='x'>Ann <a href='/next'>Ann</a></p>", x, "L", "/next");
        followed("to a place in the page", "<a id='x' href='#there'>Ann</a>", x, "L", "/#there");
        followed("without an address", "<a id='x'>Ann</a>", x, "L", "/");
        followed("to another tab", "<a id='x' target='_blank' href='/next'>Ann</a>", x, "L", "/");
        followed("into a frame", "<iframe name='f'></iframe><a id='x' target='f' href='/next'>Ann</a>", x, "L", "/");
        followed("to a file", "<a id='x' download='' href='/next'>Ann</a>", x, "L", "/");
        followed(
                "in what is tracked, to another tab",
                "<p id='x'>A <a target='_blank' href='/next'>A</a></p>",
                x,
                "L",
                "/");
        followed(
                "in a drawing",
                "<svg width='20' height='20'><a id='a' href='#there'><rect id='x' width='20' height='20'/></a></svg>",
                "document.getElementById('a')",
                "L",
                "/#there");
        followed(
                "in an older drawing",
                "<svg width='20' height='20'><a id='a' xlink:href='#there'><rect id='x' width='20' height='20'/></a></svg>",
                "document.getElementById('a')",
                "L",
                "/#there");
        followed("of a list", "<a id='x' href='#there'>Ann</a>", "document.querySelectorAll('a')", "L", "/#there");
        followed(
                "of a list of jQuery's",
                "<a id='x' href='#there'>Ann</a>",
                "{length: 1, 0: " + x + ", toArray: function () { return [this[0]] }}",
                "L",
                "/#there");
        for (var key : new String[] {"ctrlKey", "shiftKey", "metaKey", "altKey"}) {
            row("a tracked link is the browser's with " + key, CHROMIUM, page -> {
                page.consent("granted")
                        .script("data-auto=\"off\"")
                        .body("<a id='x' href='#there'>Ann</a>")
                        .open("/");
                page.eval("analytics.trackLink(" + x + ", 'L'); window.r = " + x
                        + ".dispatchEvent(new MouseEvent('click', {cancelable: true, " + key + ": true})); 1");
                assertThat(page.eval("r")).isEqualTo("true");
                assertThat(names(page.events(1))).containsExactly("L");
            });
        }
        row("a tracked link goes on though middleware does not come to an end", CHROMIUM, page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .body("<a id='x' href='#there'>Ann</a>")
                    .open("/");
            page.eval(
                    "analytics.timeout(1500); analytics.addSourceMiddleware(function () { return new Promise(function () {}) });"
                            + "analytics.trackLink(" + x + ", 'L'); 1");
            page.click("x");
            assertThat(page.eval("location.hash")).isEmpty();
            ((ChromiumPage) page).page.waitForFunction("location.hash == '#there'");
        });
        row("a tracked link goes on after a refusal", CHROMIUM, page -> {
            page.consent("denied")
                    .script("data-auto=\"off\"")
                    .body("<a id='x' href='#there'>Ann</a>")
                    .open("/");
            page.eval("analytics.trackLink(" + x + ", 'L'); 1");
            page.click("x");
            assertThat(page.eval("location.hash")).isEqualTo("#there");
            assertThat(page.events(0)).isEmpty();
        });
    }

    private void sent(String what, String fields, String before, String after, String at) {
        row("a tracked form: " + what, CHROMIUM, page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .body("<form id='f' action='/sent'>" + fields + "<button id='x'>Go</button></form>")
                    .open("/");
            page.eval("var f = document.getElementById('f');" + before + "; analytics.trackForm(f, 'F'); " + after
                    + "; 1");
            page.click("x");
            page.rest();
            assertThat(names(page.events(1))).containsExactly("F");
            assertThat(page.eval("location.pathname + (localStorage.heard || '')"))
                    .isEqualTo(at);
        });
    }

    private void forms() {
        var heard = "f.addEventListener('submit', function () { localStorage.heard = ' heard' })";
        sent("with a field that is named submit", "<input name='submit'/>", "", "", "/sent");
        sent("that the page listens to before", "", heard, "", "/sent heard");
        sent("that the page listens to after", "", "", heard, "/sent heard");
        sent(
                "that the page holds back",
                "",
                "f.addEventListener('submit', function (e) { e.preventDefault() })",
                "",
                "/");
        row("no form and no link is tracked where there is none", page -> {
            granted(page)
                    .eval(
                            "window.r = 0; function note(a) { if (a === analytics) r++ }"
                                    + "analytics.trackForm(null, 'F').then(note); analytics.trackLink(null, 'L').then(note); analytics.trackLink([], 'L').then(note); 1");
            page.rest();
            assertThat(page.eval("r")).isEqualTo("3");
        });
    }

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
    }
}
