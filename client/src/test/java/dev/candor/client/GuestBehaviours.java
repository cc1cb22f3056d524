package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** How the tracker lives in somebody's page. */
final class GuestBehaviours extends BehaviourRows {
    GuestBehaviours() {
        guest();
    }

    private void guest() {
        row("after reset({full: true}) nothing is heard", page -> {
            page.consent("granted")
                    .body("<button id='x'>Ann</button>")
                    .open("/")
                    .eval("analytics.reset({full: true}); history.pushState({}, '', '/b')");
            page.click("x");
            page.rest();
            assertThat(page.requests()).isLessThanOrEqualTo(1);
        });
        for (var type : new String[] {"beforeunload", "pagehide", "visibilitychange", "unload"}) {
            row("what the page reports at its own " + type + " leaves with it", CHROMIUM, page -> {
                page.consent("granted").script("data-auto=\"off\"").open("/");
                page.eval("addEventListener('" + type + "', function () { analytics.track('Left') }); 1");
                ((ChromiumPage) page).page.navigate("about:blank");
                try {
                    Collector.await(() -> ((ChromiumPage) page).collector.told().contains("Left /"));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                assertThat(((ChromiumPage) page).collector.told()).containsExactly("Left /");
            });
        }
        row("the tracker leaves one global", REAL, page -> {
            page.before("window.names = Object.getOwnPropertyNames(window)")
                    .consent("granted")
                    .open("/");
            page.events(1);
            assertThat(
                            page.eval(
                                    "Object.getOwnPropertyNames(window).filter(function (n) { return names.indexOf(n) < 0 && n != 'names' && !/^\\d/.test(n) }).join()"))
                    .isEqualTo("analytics");
        });
        row("the page's own functions around history keep working, before and after", REAL, page -> {
            page.before(
                            "window.r = []; var p = history.pushState; history.pushState = function () { r.push('before'); return p.apply(this, arguments) }")
                    .consent("granted")
                    .open("/");
            page.eval(
                    "var q = history.pushState; history.pushState = function () { r.push('after'); return q.apply(this, arguments) }; history.pushState({}, '', '/b'); 1");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "PAGE_LOAD");
            assertThat(page.eval("r.join()")).isEqualTo("after,before");
        });
        row("storage that throws is done without", REAL, page -> {
            page.before(
                            "Object.defineProperty(window, 'localStorage', {get: function () { throw new Error('blocked') }})")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("analytics.track('A'); analytics.track('B')");
            var events = page.events(2);
            assertThat(events.get(0).get("anonymousId")).isEqualTo(events.get(1).get("anonymousId"));
        });
        row("the script a second time changes nothing", REAL, page -> {
            page.consent("granted").open("/");
            page.eval(
                    "var s = document.createElement('script'); s.src = '/candor.js'; document.body.appendChild(s); 1");
            page.rest();
            page.eval("analytics.track('A')");
            assertThat(names(page.events(2))).containsExactly("PAGE_LOAD", "A");
        });
    }
}
