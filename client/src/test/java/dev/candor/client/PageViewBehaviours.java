package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** One event a view of a page. */
final class PageViewBehaviours extends BehaviourRows {
    PageViewBehaviours() {
        views();
        browsers();
        routes();
        addresses();
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
        // As routers do that render what a new path shows in a task of its own.
        row("a title that comes in the task after the path is the view's", Set.of(Where.JVM), page -> {
            page.consent("granted").open("/");
            page.eval("history.pushState({}, '', '/a'); setTimeout(function () { document.title = 'Late' }, 0); 1");
            page.rest();
            assertThat(page.events(2).get(1).at("/context/page/title").asText()).isEqualTo("Late");
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

    private void viewed(String what, Set<Where> except, String attributes, String js, String... paths) {
        row("views: " + what, except, page -> {
            page.consent("granted").script(attributes).open("/first?key=1#top");
            for (var step : js.split("; ", -1)) {
                page.eval(step + "; 1");
                page.rest();
            }
            assertThat(page.events(paths.length))
                    .extracting(event -> event.at("/context/page/path").asText())
                    .containsExactly(paths);
        });
    }

    private static String push(String path) {
        return "history.pushState({}, '', '" + path + "')";
    }

    private static String replace(String path) {
        return "history.replaceState({}, '', '" + path + "')";
    }

    private void named(String attributes, String route, String path, String event) {
        row("the view of " + path + " under the route " + route + " is " + event, page -> {
            page.consent("granted")
                    .script(attributes + " data-routes='{\"" + route + "\":\"NAMED\"}'")
                    .open("/");
            page.eval("history.pushState({}, '', '" + path + "')");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", event);
        });
    }

    private void routes() {
        named("", "/index.html", "/index.html", "NAMED_PAGE_LOAD");
        named("", "/index.html", "/indexxhtml", "PAGE_LOAD");
        named("", "/app/:id.json", "/app/42.json", "NAMED_PAGE_LOAD");
        named("", "/a+b(c)", "/a+b(c)", "NAMED_PAGE_LOAD");
        named("", "/caf%C3%A9/", "/caf%C3%A9", "NAMED_PAGE_LOAD");
        named("data-hash-routing=\"on\"", "/#/app/:id", "/#/app/42", "NAMED_PAGE_LOAD");
        named("data-hash-routing=\"on\"", "/#!/app", "/#!/app", "NAMED_PAGE_LOAD");
        named("", "/:a", "/a/b", "PAGE_LOAD");
    }

    private void addresses() {
        var hashes = "data-hash-routing=\"true\"";
        viewed("another path in the place of the first", Set.of(), "", replace("/b"), "/first", "/b");
        viewed("another query is none", Set.of(), "", replace("/first?tab=2"), "/first");
        viewed("another fragment is none", Set.of(), "", push("/first#other"), "/first");
        viewed("the same address twice", Set.of(), "", push("/b") + "; " + push("/b"), "/first", "/b");
        viewed("a slash at the end", Set.of(), "", push("/first/"), "/first", "/first/");
        viewed(
                "what another origin's address throws is the page's",
                CHROMIUM,
                "",
                "try { history.pushState({}, '', 'https://other.example/') } catch (e) { window.got = e.name }",
                "/first");
        viewed("there and back", Set.of(), "", push("/b") + "; " + push("/first"), "/first", "/b", "/first");
        viewed(
                "back and forward",
                CHROMIUM,
                "",
                push("/b") + "; history.back(); history.forward()",
                "/first",
                "/b",
                "/first",
                "/b");
        viewed(
                "two steps back",
                CHROMIUM,
                "",
                push("/b") + "; " + push("/c") + "; history.go(-2)",
                "/first",
                "/b",
                "/c",
                "/first");
        viewed("to the root and back", Set.of(), "", push("/") + "; " + push("/first"), "/first", "/", "/first");
        viewed("another path, query and fragment at once", Set.of(), "", push("/b?tab=2#top"), "/first", "/b");
        viewed("another query and fragment are none", Set.of(), "", push("/first?tab=2#other"), "/first");
        viewed("a popstate at the same path is none", REAL, "", "dispatchEvent(new Event('popstate'))", "/first");
        viewed("a state without an address", CHROMIUM, "", "history.pushState({}, '')", "/first");
        viewed("a fragment's link, without hash routes", REAL, "", "location.hash = 'b'", "/first");
        viewed("a hash route", REAL, hashes, "location.hash = '#/b'", "/first", "/first");
        viewed(
                "the same hash route twice",
                REAL,
                hashes,
                "location.hash = '#/b'; location.hash = '#/b'; " + push("#/b"),
                "/first",
                "/first");
        viewed(
                "hash routes back",
                CHROMIUM,
                hashes,
                "location.hash = '#/b'; history.back()",
                "/first",
                "/first",
                "/first");
        row("views: an address that is replaced before the page is there is the view's", REAL, page -> {
            page.consent("granted")
                    .body("<script>history.replaceState({}, '', '/canonical')</script>")
                    .open("/first");
            assertThat(page.events(1))
                    .extracting(event -> event.at("/context/page/path").asText())
                    .containsExactly("/canonical");
        });
        // The document is read in pieces: the browser waits for the script in it.
        var piece = "<script src='/empty.js'></script>";
        for (var key : new String[] {"", "data-write-key=\"k\""}) {
            row("views: address and title that come after the script are the view's, " + key, page -> {
                page.consent("granted")
                        .script(key)
                        .body(
                                piece
                                        + "<script>history.replaceState({}, '', '/canonical'); document.title = 'Late'</script>")
                        .open("/first");
                assertThat(page.events(1))
                        .extracting(event -> event.at("/context/page/path").asText()
                                + event.at("/context/page/title").asText())
                        .containsExactly("/canonicalLate");
            });
            row("views: what happens in a page that is not all there comes after its view, " + key, page -> {
                page.consent("granted")
                        .script(key)
                        .body(piece + "<script>analytics.track('A')</script>")
                        .open("/first");
                assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "A");
            });
        }
        row("views: a page that is left before it is all there has been viewed", REAL, page -> {
            page.consent("granted")
                    .script("data-write-key=\"k\"")
                    .body(
                            piece
                                    + "<script>dispatchEvent(new Event('pagehide')); history.replaceState({}, '', '/second')</script>")
                    .open("/first");
            assertThat(page.events(2))
                    .extracting(event -> event.at("/context/page/path").asText())
                    .containsExactly("/first", "/second");
        });
        row("views: each has the address of the one before as its referrer", page -> {
            page.consent("granted").open("/first?key=1#top");
            for (var path : new String[] {"/b?tab=2", "/c"}) {
                page.eval(push(path) + "; 1");
                page.rest();
            }
            page.eval("analytics.track('A'); 1");
            var events = page.events(4);
            assertThat(events.stream()
                            .map(event ->
                                    event.at("/context/page/referrer").asText().replaceAll("^https?://[^/]*", "")))
                    .containsExactly("", "/first", "/b", "/b");
        });
        row("views: a click that goes to another is where it was made, and comes before it", REAL, page -> {
            page.consent("granted").body("<a id='x' href='/b'>Ann</a>").open("/first");
            page.eval("document.getElementById('x').onclick = function () { " + push("/b") + "; return false }; 1");
            page.click("x");
            page.events(3);
            assertThat(((ServedPage) page).collector.told())
                    .containsExactly("PAGE_LOAD /first", "CLICK /first", "PAGE_LOAD /b");
        });
        row("views: the canonical link of the time names each", REAL, page -> {
            page.head("<link rel='canonical' href='/one'/>").consent("granted").open("/first");
            page.rest();
            page.eval("document.querySelector('link').setAttribute('href', '/two'); " + push("/b") + "; 1");
            page.rest();
            page.eval("document.querySelector('link').remove(); " + push("/c") + "; 1");
            assertThat(page.events(3))
                    .extracting(event -> event.at("/context/page/path").asText())
                    .containsExactly("/one", "/two", "/c");
        });
    }
}
