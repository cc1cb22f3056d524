package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** What an event says of its page. */
final class ContextBehaviours extends BehaviourRows {
    ContextBehaviours() {
        context();
        campaigns();
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
}
