package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

/** When anything is sent at all. */
final class ConsentBehaviours extends BehaviourRows {
    ConsentBehaviours() {
        consent();
    }

    private void consent() {
        row("without an answer nothing is sent", page -> {
            page.script(ROUTES).open("/applications").eval("analytics.track('Item Purchased')");
            assertThat(page.events(0)).isEmpty();
            assertThat(page.requests()).isZero();
            assertThat(page.eval("analytics.consent.status()")).isEqualTo("unset");
        });
        row("a grant sends what waited, in its order", page -> {
            page.script(ROUTES).open("/applications").eval("analytics.track('Item Purchased')");
            page.eval("analytics.consent.grant().then(function (s) { window.r = s }); 1");
            assertThat(names(page.events(2))).containsExactly("APPLICATIONS_PAGE_LOAD", "Item Purchased");
            assertThat(page.eval("r")).isEqualTo("granted");
        });
        row("views and clicks that waited come in their order, each with its place", REAL, page -> {
            page.body("<button id='x'>Ann</button>").open("/first");
            page.eval("history.pushState({}, '', '/b'); 1");
            page.rest();
            page.click("x");
            page.eval("history.pushState({}, '', '/c'); 1");
            page.rest();
            page.eval("analytics.consent.grant(); 1");
            page.rest();
            page.events(4);
            assertThat(((ServedPage) page).collector.told())
                    .containsExactly("PAGE_LOAD /first", "PAGE_LOAD /b", "CLICK /b", "PAGE_LOAD /c");
        });
        row("a second yes changes nothing, and the view is not sent again", page -> {
            page.open("/");
            page.eval(
                    "window.r = []; analytics.consent.onChange(function (s) { r.push(s) }); analytics.consent.grant(); 1");
            page.rest();
            page.eval("analytics.consent.grant().then(function (s) { r.push('again ' + s) }); 1");
            page.rest();
            assertThat(page.eval("r.join()")).isEqualTo("granted,again granted");
            assertThat(names(page.events(1))).containsExactly("PAGE_LOAD");
        });
        row("a refusal drops what waited", page -> {
            page.open("/applications").eval("analytics.track('Item Purchased'); analytics.consent.deny(); 1");
            page.rest();
            page.eval("analytics.consent.grant(); 1");
            page.rest();
            page.eval("analytics.track('Later')");
            assertThat(names(page.events(1))).containsExactly("Later");
        });
        row("a withdrawal ends sending", page -> {
            granted(page).eval("analytics.consent.withdraw(); 1");
            page.rest();
            page.eval("analytics.track('Item Purchased')");
            assertThat(page.events(0)).isEmpty();
            assertThat(page.eval("analytics.consent.status()")).isEqualTo("unset");
            assertThat(page.eval("analytics.user().anonymousId()")).isEqualTo("null");
        });
        row("a change of the answer is told", page -> {
            page.script("data-auto=\"off\"").open("/");
            page.eval(
                    "window.r = []; analytics.consent.onChange(function (s) { r.push(s) }); analytics.consent.grant(); 1");
            page.rest();
            page.eval("analytics.consent.deny(); 1");
            page.rest();
            assertThat(page.eval("r.join()")).isEqualTo("granted,denied");
        });
        for (var status : new String[] {"denied", "nonsense", "granted:2"}) {
            row("the cookie " + status + " sends nothing", page -> {
                page.consent(status).open("/applications").eval("analytics.track('Item Purchased')");
                assertThat(page.events(0)).isEmpty();
                assertThat(page.requests()).isZero();
            });
        }
        row("Global Privacy Control beats a plain yes", page -> {
            page.signal("globalPrivacyControl").consent("granted").open("/").eval("analytics.track('A')");
            assertThat(page.events(0)).isEmpty();
            assertThat(page.eval("analytics.consent.status()")).isEqualTo("denied");
        });
        row("a yes in spite of it beats Global Privacy Control", page -> {
            page.signal("globalPrivacyControl")
                    .consent("granted-anyway")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
            assertThat(page.eval("analytics.consent.status()")).isEqualTo("granted");
        });
        row("grant({anyway: true}) asks for just that", page -> {
            page.signal("doNotTrack")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("analytics.consent.grant({anyway: true}); 1");
            page.rest();
            page.eval("analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("Do Not Track beats a plain yes", page -> {
            page.signal("doNotTrack").consent("granted").open("/").eval("analytics.track('A')");
            assertThat(page.events(0)).isEmpty();
        });
        for (var signal : new String[] {
            "Object.defineProperty(navigator, 'doNotTrack', {value: 'yes'})",
            "Object.defineProperty(navigator, 'doNotTrack', {value: 'unspecified'}); window.doNotTrack = '1'",
            "window.doNotTrack = '1'"
        }) {
            row("Do Not Track is heard as older browsers say it: " + signal, REAL, page -> {
                page.before(signal).consent("granted").open("/").eval("analytics.track('A')");
                assertThat(page.events(0)).isEmpty();
                assertThat(page.eval("analytics.consent.status()")).isEqualTo("denied");
            });
        }
        row("no word on Do Not Track is no signal", REAL, page -> {
            page.before(
                            "Object.defineProperty(navigator, 'doNotTrack', {value: 'unspecified'}); window.doNotTrack = '0'")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("Do Not Track can be left unread", page -> {
            page.signal("doNotTrack")
                    .consent("granted")
                    .script("data-auto=\"off\" data-dnt=\"off\"")
                    .open("/")
                    .eval("analytics.track('A')");
            assertThat(names(page.events(1))).containsExactly("A");
        });
        row("at most a hundred events wait for an answer", page -> {
            page.script("data-auto=\"off\"")
                    .open("/")
                    .eval(
                            "for (var i = 0; i < 150; i++) analytics.track('E' + i); analytics.consent.inspect(); analytics.consent.grant(); 1");
            // Requests that leave side by side with the page may overtake one another.
            assertThat(names(page.events(100)))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "E" + i).toList());
        });
        row("an event that waited has the address and time of its call", page -> {
            page.script("data-auto=\"off\"")
                    .open("/first")
                    .eval("analytics.track('A'); history.pushState({}, '', '/second'); analytics.consent.grant(); 1");
            assertThat(page.events(1).get(0).at("/context/page/path").asText()).isEqualTo("/first");
        });
        row("calls made before the script is there are replayed, the answer first", page -> {
            page.script("data-auto=\"off\"")
                    .before(
                            "window.analytics = []; analytics.push(['track', 'Early']); analytics.push(['consent.grant'])")
                    .open("/applications");
            page.rest();
            assertThat(names(page.events(1))).containsExactly("Early");
        });
    }
}
