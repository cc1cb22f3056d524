package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** Links and forms that the page has tracked. */
final class LinkBehaviours extends BehaviourRows {
    LinkBehaviours() {
        links();
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
