package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** One event a view of a page. */
final class PageViewBehaviours extends BehaviourRows {
    PageViewBehaviours() {
        views();
        browsers();
    }

    private void views() {
        row("a named route's view has its name", page -> {
            page.consent("granted")
                    .script(ROUTES)
                    .open("/app/64f0c2a1b3d4e5f6a7b8c9d0/edit?utm_source=a+b&utm_source=c%20d&utm_medium=&key=1");
            var event = page.events(1).get(0);
            assertThat(event.get("event").asText()).isEqualTo("EDITOR_PAGE_LOAD");
            assertThat(event.at("/context/page/path").asText()).isEqualTo("/app/:id/edit");
            assertThat(event.at("/context/campaign")).hasToString("{\"medium\":\"\",\"source\":\"c d\"}");
        });
        row("each path is one view, the same path none", page -> {
            page.consent("granted").script(ROUTES).open("/applications");
            for (var path :
                    new String[] {"/applications", "/applications?tab=2", "/other", "/other", "/applications"}) {
                page.eval("history.pushState({}, '', '" + path + "')");
                page.rest();
            }
            assertThat(names(page.events(3)))
                    .containsExactly("APPLICATIONS_PAGE_LOAD", "PAGE_LOAD", "APPLICATIONS_PAGE_LOAD");
        });
        row("a redirect is one view", page -> {
            page.consent("granted").script(ROUTES).open("/");
            page.eval("history.pushState({}, '', '/old'); history.replaceState({}, '', '/applications')");
            page.rest();
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "APPLICATIONS_PAGE_LOAD");
        });
        row("two paths pushed at once are two views", page -> {
            page.consent("granted").open("/");
            page.eval("history.pushState({}, '', '/a'); history.pushState({}, '', '/b')");
            page.rest();
            assertThat(page.events(3))
                    .extracting(event -> event.at("/context/page/path").asText())
                    .containsExactly("/", "/a", "/b");
        });
        row("the referrer of a view is the address of the one before", page -> {
            page.consent("granted").open("/first?key=1");
            page.eval("history.pushState({}, '', '/second')");
            assertThat(page.events(2).get(1).at("/context/page/referrer").asText())
                    .endsWith("/first");
        });
        row("hash routes are views when asked for", page -> {
            page.consent("granted").script("data-hash-routing=\"true\"").open("/#/a");
            page.eval("history.pushState({}, '', '#/b')");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "PAGE_LOAD");
        });
        row("automatic capture can be off", page -> {
            granted(page).eval("history.pushState({}, '', '/b')");
            assertThat(page.events(0)).isEmpty();
        });
    }

    private void browsers() {
        row("a page that is hidden at first is viewed when it is seen", REAL, page -> {
            page.before(
                            "window.v = 'hidden'; Object.defineProperty(document, 'visibilityState', {configurable: true, get: function () { return v }})")
                    .consent("granted")
                    .open("/");
            assertThat(page.events(0)).isEmpty();
            page.eval(
                    "v = 'visible'; document.dispatchEvent(new Event('visibilitychange')); document.dispatchEvent(new Event('visibilitychange')); 1");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a page that was rendered ahead is viewed when it is used", REAL, page -> {
            page.before(
                            "window.v = true; Object.defineProperty(document, 'prerendering', {configurable: true, get: function () { return v }})")
                    .consent("granted")
                    .open("/");
            assertThat(page.events(0)).isEmpty();
            page.eval("v = false; document.dispatchEvent(new Event('prerenderingchange')); 1");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a page that comes back out of the cache is a view", REAL, page -> {
            page.consent("granted").open("/");
            page.events(1);
            page.eval(
                    "var e = new Event('pageshow'); Object.defineProperty(e, 'persisted', {value: true}); dispatchEvent(e); 1");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "PAGE_LOAD");
        });
    }
}
