package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page calls before the script is there. */
final class StubBehaviours extends BehaviourRows {
    StubBehaviours() {
        stubs();
    }

    private void stubs() {
        row("the place that a stub noted is the place of the call", page -> {
            page.before(
                            "window.analytics = []; analytics.push(['track', 'A', {plan: 'free'}, {__t: 'bpc', c: null, p: '/early', u: 'https://example.org/early?key=1',"
                                    + " s: '?key=1', t: 'Early', r: ''}]); analytics.push(['page', {__t: 'bpc', p: '/early', u: '', s: '', t: 'Early', r: ''}])")
                    .consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/late");
            var events = page.events(2);
            assertThat(events.get(0).at("/context/page"))
                    .hasToString(
                            "{\"path\":\"/early\",\"referrer\":\"\",\"search\":\"\",\"title\":\"Early\",\"url\":\"https://example.org/early\"}");
            assertThat(events.get(0).get("properties")).hasToString("{\"plan\":\"free\"}");
            assertThat(events.get(1).at("/context/page/path").asText()).isEqualTo("/early");
            assertThat(events.get(1).get("properties")).hasToString("{}");
        });
        row("analytics.load takes the key and options", page -> {
            page.before(
                            "window.analytics = []; analytics.push(['load', 'my-key', {auto: 'off'}]); analytics.push(['track', 'A'])")
                    .consent("granted")
                    .open("/");
            assertThat(names(page.events(1))).containsExactly("A");
        });
    }
}
