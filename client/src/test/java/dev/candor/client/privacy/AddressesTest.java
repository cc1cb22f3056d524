package dev.candor.client.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private final Patterns patterns = new JavaPatterns();
    private final Addresses addresses = addresses("plan, tab");

    private Addresses addresses(String allowed) {
        return new Addresses(patterns, new Scrubber(patterns), allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/applications,/applications",
        "/app/64f0c2a1b3d4e5f6a7b8c9d0/edit,/app/:id/edit",
        "/app/0b62ab60-02ad-4f69-a181-d9c5eb2f97fa,/app/:id",
        "/users/42,/users/:id",
        "/users/42/,/users/:id/",
        "/u/1/2/3,/u/:id/:id/:id",
        "/orders/order-1234567,/orders/:id",
        "/watch/dQw4w9WgXcQ,/watch/:id",
        "/x/deadbeef1,/x/:id",
        "/x/deadbeef,/x/deadbeef",
        "/invite/ann%40example.org/accept,/invite/:id/accept",
        "/hosts/10.1.2.3/logs,/hosts/:id/logs",
        "/@ann/posts,/:id/posts",
        "/~ann,/:id",
        "/%7Eann,/:id",
        "/%40ann,/:id",
        "/u/ann@localhost,/u/:id",
        "/u/j%C3%B6rg%40b%C3%BCcher.example,/u/:id",
        "/u/555-1234,/u/:id",
        "/orders/ORD-1234,/orders/:id",
        "/reset/token=secret,/reset/:id",
        "/cart;jsessionid=secret,/:id",
        "/a/12345/67890,/a/:id/:id",
        "/2024/05/06/launch-2024,/:id/:id/:id/launch-2024",
        "/docs/v2/getting-started,/docs/v2/getting-started",
        "/caf%C3%A9/%E4%BD%A0,/caf%C3%A9/%E4%BD%A0",
    })
    void aPathLosesItsIds(String path, String expected) {
        assertThat(addresses.path(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'',''",
        "?,''",
        "?q=secret,''",
        "?utm_source=mail,?utm_source=mail",
        "?q=1&utm_source=mail&token=x,?utm_source=mail",
        "?plan=free&q=1&tab=two,?plan=free&tab=two",
        "?planned=1&xplan=2,''",
        "?tab,?tab",
        "?utm_term=ann%40example.org&utm_medium=x,?utm_term=[redacted]&utm_medium=x",
        "?utm_term=4111+1111+1111+1111,?utm_term=[redacted]",
        "?utm_term=4111%201111%201111%201111,?utm_term=[redacted]",
        "?=1&&utm_source=a,?utm_source=a",
        "?tab=1&tab=2,?tab=1&tab=2",
        "key=secret,''",
        "utm_source=a&key=secret,utm_source=a",
        "key=secret&utm_source=a,?utm_source=a",
    })
    void aQueryKeepsCampaignsAndAllowedParametersOnly(String search, String expected) {
        assertThat(addresses.search(search)).isEqualTo(expected);
    }

    @Test
    void anAllowListIsNamesAndNotAnExpression() {
        assertThat(addresses("").search("?=1&a=2")).isEmpty();
        assertThat(addresses(",").search("?=1&a=2")).isEmpty();
        assertThat(addresses(".*|(").search("?a=2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://ann:pw@example.org:8443/app/64f0c2a1b3d4e5f6a7b8c9d0?utm_source=a&k=1#top,https://example.org:8443/app/:id?utm_source=a",
        "http://127.0.0.1:8080/applications,http://127.0.0.1:8080/applications",
        "https://example.org,https://example.org",
        "https://example.org?x=1,https://example.org",
        "https://example.org#top,https://example.org",
        "file:///home/ann/x.html,''",
        "about:blank,''",
        "'javascript:alert(1)',''",
        "'',''",
        "nonsense,''",
    })
    void anAddressLosesUserInfoFragmentAndQuery(String href, String expected) {
        assertThat(addresses.url(href)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://own.example/app/12345?k=1#x,https://own.example/app/:id",
        "https://other.example/search?q=ann,https://other.example",
        "https://own.example.evil.example/x,https://own.example.evil.example",
        "android-app://com.example/,''",
        "'',''",
    })
    void aForeignReferrerIsItsOriginAlone(String href, String expected) {
        assertThat(addresses.referrer(href, "https://own.example")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "a1", "1", "/a1b", "?", "&utm_", "@", "https://", "a@"})
    void noAddressMakesItSlow(String part) {
        var text = "https://x/" + part.repeat(32_768 / part.length());
        assertThat(CpuTime.of(() -> {
                    addresses.url(text);
                    addresses.path(text);
                    addresses.search(text);
                }))
                .isLessThan(Duration.ofSeconds(2));
    }
}
