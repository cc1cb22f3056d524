package dev.candor.client;

import dev.candor.event.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.htmlunit.WebClient;
import org.htmlunit.corejs.javascript.Context;
import org.htmlunit.corejs.javascript.Scriptable;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.Cookie;
import org.jspecify.annotations.Nullable;

/** The page in HtmlUnit. */
final class HtmlUnitPage extends ServedPage {
    final WebClient client = new WebClient();
    private @Nullable HtmlPage page;

    HtmlUnitPage() {
        client.getOptions().setFetchPolyfillEnabled(true);
        client.getOptions().setThrowExceptionOnScriptError(true);
    }

    @Override
    public TestPage consent(String status) {
        var value = status + ":" + Versions.POLICY + ":" + Instant.now().getEpochSecond();
        client.getCookieManager().addCookie(new Cookie("127.0.0.1", "candor_consent", value, "/", null, false));
        return this;
    }

    @Override
    void visit(String url) {
        try {
            page = client.getPage(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HtmlPage page() {
        return java.util.Objects.requireNonNull(page);
    }

    @Override
    public String eval(String js) {
        var result = page().executeJavaScript(js).getJavaScriptResult();
        return result instanceof Scriptable ? "[object]" : Context.toString(result);
    }

    @Override
    public void click(String id) {
        try {
            ((HtmlElement) page().getElementById(id)).click();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void rest() {
        client.waitForBackgroundJavaScriptStartingBefore(120);
    }

    @Override
    public void close() {
        client.close();
        collector.close();
    }
}
