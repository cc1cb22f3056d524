package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** What an event says of its page. */
final class ContextBehaviours extends BehaviourRows {
    ContextBehaviours() {
        context();
        campaigns();
        referrers();
        browsers();
    }

    private void canonical(String href, String path, String url) {
        row("the canonical link '" + href + "' names the page " + url, REAL, page -> {
            page.head("<link rel='canonical' href='" + href + "'/>")
                    .consent("granted")
                    .open("/x/y?utm_source=b");
            var at = page.events(1).get(0).at("/context/page");
            assertThat(at.get("path").asText()).isEqualTo(path);
            assertThat(at.get("url").asText()).endsWith(url);
        });
    }

    private void context() {
        row("the canonical link names the page", page -> {
            page.head("<link rel='canonical' href='/canonical/12345'/>")
                    .consent("granted")
                    .open("/other?utm_source=a&key=1");
            var at = page.events(1).get(0).at("/context/page");
            assertThat(at.get("path").asText()).isEqualTo("/canonical/:id");
            assertThat(at.get("url").asText()).endsWith("/canonical/:id?utm_source=a");
        });
        canonical("https://other.example/a", "/a", "https://other.example/a?utm_source=b");
        canonical("https://other.example/a?utm_source=c", "/a", "https://other.example/a?utm_source=c");
        canonical("/a#top", "/a", "/a");
        canonical("a", "/x/a", "/x/a?utm_source=b");
        canonical("", "/x/y", "/x/y?utm_source=b");
        row("parameters can be allowed to stay", page -> {
            page.consent("granted").script("data-params=\"tab, plan\"").open("/?tab=one&key=2&plan=a%40b.example");
            assertThat(page.events(1).get(0).at("/context/page/search").asText())
                    .isEqualTo("?tab=one&plan=[redacted]");
        });
        row("a malformed escape in a utm parameter stays as it is", page -> {
            page.consent("granted").open("/");
            page.eval("history.pushState({}, '', '/b?utm_source=%zz+b&utm_medium=a+b')");
            assertThat(page.events(2).get(1).at("/context/campaign"))
                    .hasToString("{\"medium\":\"a b\",\"source\":\"%zz b\"}");
        });
        row("a parameter that is nearly a campaign's is none", page -> {
            page.consent("granted").open("/a?UTM_SOURCE=mail");
            assertThat(page.events(1).get(0).at("/context/campaign").isMissingNode())
                    .isTrue();
        });
        row("a canonical link may be more than that", REAL, page -> {
            page.head("<link rel='alternate canonical' href='/one'/>")
                    .consent("granted")
                    .open("/first");
            assertThat(page.events(1).get(0).at("/context/page/path").asText()).isEqualTo("/one");
        });
        row("an event of more bytes than the browser sends with a page that goes holds nothing up", CHROMIUM, page -> {
            granted(page)
                    .eval("document.title = '\u6f22'.repeat(25000); analytics.track('A');"
                            + "document.title = 'b'; analytics.track('B'); 1");
            assertThat(names(page.events(2))).containsExactly("A", "B");
        });
        row("the user agent has no minor versions", page -> {
            page.consent("granted").open("/");
            assertThat(page.events(1).get(0).at("/context/userAgent").asText())
                    .matches("Mozilla/5\\.0 \\(.*Chrome/\\d+\\.0\\.0\\.0 .*");
        });
        row("a title is scrubbed", page -> {
            page.consent("granted")
                    .script("data-auto=\"off\"")
                    .open("/")
                    .eval("document.title = 'Mail to ann@example.org'; analytics.track('A')");
            assertThat(page.events(1).get(0).at("/context/page/title").asText()).isEqualTo("Mail to [redacted]");
        });
        row("the screen is a class", page -> {
            page.consent("granted").open("/");
            assertThat(page.events(1).get(0).at("/context/screen/size").asText())
                    .isIn("small", "medium", "large");
        });
    }

    private void campaign(String address, String expected) {
        row("the campaign of " + address + " is " + expected, page -> {
            page.consent("granted").open(address);
            assertThat(page.events(1).get(0).path("context").path("campaign").toString())
                    .isEqualTo(expected);
        });
    }

    private void searched(String search, String expectedCampaign, String expectedSearch) {
        row("the campaign of a page whose query is given as " + search + " is " + expectedCampaign, page -> {
            granted(page).eval("analytics.track('A', {}, {context: {page: {search: " + search + "}}})");
            var context = page.events(1).get(0).get("context");
            assertThat(context.path("campaign").toString()).isEqualTo(expectedCampaign);
            assertThat(context.at("/page/search").asText()).isEqualTo(expectedSearch);
        });
    }

    private void campaigns() {
        searched("'utm_source=a&key=1'", "{\"source\":\"a\"}", "utm_source=a");
        searched("'key=1&utm_source=%5BA%5D'", "{\"source\":\"[A]\"}", "?utm_source=%5BA%5D");
        searched("{utm_source: 'a'}", "", "");
        row("an address has no fragment, for the page's own listeners either", page -> {
            page.consent("granted").script("data-auto=\"off\"").open("/a#top");
            page.eval(
                    "analytics.page().then(function (c) { window.r = c.event.context.page.url + c.event.properties.url }); 1");
            page.rest();
            assertThat(page.eval("r")).contains("/a").doesNotContain("top");
        });
        campaign("/?utm_source=a+b&utm_medium=c%20d", "{\"medium\":\"c d\",\"source\":\"a b\"}");
        campaign("/?utm_source=a&utm_source=b", "{\"source\":\"b\"}");
        campaign("/?utm_source=a&utm_source=", "{\"source\":\"\"}");
        campaign(
                "/?utm_campaign=spring&utm_term=t&utm_content=c",
                "{\"content\":\"c\",\"name\":\"spring\",\"term\":\"t\"}");
        campaign("/?utm_x=1&utm_source=a", "{\"source\":\"a\"}");
        campaign("/?utm_source", "{\"source\":\"\"}");
        campaign("/?utm_source&utm_medium=a", "{\"medium\":\"a\",\"source\":\"\"}");
        campaign("/?utm_x=1", "");
        campaign("/?utm_=1&utm=2&source=3&xutm_source=4", "");
        campaign("/?utm_sourcex=1", "");
        campaign("/?a=utm_source=b", "");
        campaign("/?utm_source=a=b", "{\"source\":\"a=b\"}");
        campaign("/?utm_source=a%26utm_medium%3Db", "{\"source\":\"a&utm_medium=b\"}");
        campaign("/?utm_source=ann%40example.org", "{\"source\":\"[redacted]\"}");
        campaign("/#?utm_source=a", "");
        campaign("/", "");
        row("the campaign of an event that waited is that of its call", page -> {
            page.script("data-auto=\"off\"").open("/?utm_source=a");
            page.eval(
                    "analytics.track('A'); history.pushState({}, '', '/b'); analytics.track('B'); analytics.consent.grant(); 1");
            assertThat(page.events(2))
                    .extracting(event -> event.path("context").path("campaign").toString())
                    .containsExactly("{\"source\":\"a\"}", "");
        });
    }

    private void referred(String by, String expected) {
        row("a page to which " + by + " led has the referrer '" + expected + "'", REAL, page -> {
            page.before("Object.defineProperty(document, 'referrer', {configurable: true, value: " + by + "})")
                    .consent("granted")
                    .open("/first");
            assertThat(page.events(1)
                            .get(0)
                            .at("/context/page/referrer")
                            .asText()
                            .replace(((ServedPage) page).collector.origin(), "here"))
                    .isEqualTo(expected);
        });
    }

    private void referrers() {
        referred("''", "");
        referred("'https://www.google.com/search?q=ann#top'", "https://www.google.com");
        referred("'https://ann:pw@other.example:8443/ann'", "https://other.example:8443");
        referred("'android-app://com.google.android.gm/'", "");
        referred("location.origin + '/app/12345?key=1&utm_source=a#top'", "here/app/:id?utm_source=a");
        row("what tells one click on an advertisement from another does not leave", page -> {
            page.consent("granted").open("/?gclid=1&fbclid=2&utm_source=a&msclkid=3&utm_id=4&_gl=5&mc_eid=6");
            var event = page.events(1).get(0);
            assertThat(event.at("/context/page/search").asText()).isEqualTo("?utm_source=a&utm_id=4");
            assertThat(event.toString()).doesNotContain("clid", "_gl", "mc_eid");
        });
        row("what a page call says of its place counts for that call", page -> {
            granted(page)
                    .eval(
                            "analytics.page('A', {title: 'Other', path: '/other', referrer: 'https://a.example/b'}); analytics.page('B'); 1");
            assertThat(page.events(2))
                    .extracting(event -> event.at("/context/page/title").asText()
                            + event.at("/context/page/path").asText()
                            + event.at("/context/page/referrer").asText())
                    .containsExactly("Other/otherhttps://a.example", "Editor/applications");
        });
    }

    private void agent(String said, String sent) {
        row("the browser " + said + " is told as " + sent, REAL, page -> {
            page.before("Object.defineProperty(navigator, 'userAgent', {value: '" + said + "'})")
                    .consent("granted")
                    .open("/");
            assertThat(page.events(1).get(0).at("/context/userAgent").asText()).isEqualTo(sent);
        });
    }

    private void browsers() {
        agent(
                "Mozilla/5.0 (Linux; Android 7.1.1; SM-T555 Build/NMF26X; wv) AppleWebKit/537.36 Chrome/83.0.4103.96",
                "Mozilla/5.0 (Linux; Android 7; K) AppleWebKit/537.0 Chrome/83.0.0.0");
        agent(
                "Mozilla/5.0 (Linux; U; Android-4.0.3; en-us; Galaxy Nexus Build/IML74K) CrMo/16.0.912.75",
                "Mozilla/5.0 (Linux; U; Android-4; K) CrMo/16.0.0.0");
        agent(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6_1 like Mac OS X) Version/16.6 Safari/604.1",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Version/16.0 Safari/604.0");
        agent(
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:129.0) Gecko/20100101 Firefox/129.0",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_0; rv:129.0) Gecko/20100101 Firefox/129.0");
        row("the language is the browser's", REAL, page -> {
            page.before("Object.defineProperty(navigator, 'language', {value: 'pt-BR'})")
                    .consent("granted")
                    .open("/");
            assertThat(page.events(1).get(0).at("/context/locale").asText()).isEqualTo("pt-BR");
        });
        for (var width : new int[] {767, 768, 1279, 1280}) {
            var size = width < 768 ? "small" : width < 1280 ? "medium" : "large";
            row("a screen that is " + width + " pixels wide is " + size, REAL, page -> {
                page.before("Object.defineProperty(screen, 'width', {value: " + width + "})")
                        .consent("granted")
                        .open("/");
                assertThat(page.events(1).get(0).at("/context/screen").toString())
                        .isEqualTo("{\"size\":\"" + size + "\"}");
            });
        }
    }
}
