package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.candor.event.Versions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One person at one browser, with what the browser asked for and complained of. */
final class Visitor implements AutoCloseable {
    /** Longer than the second after which the tracker sends what it has. */
    private static final double SETTLED_MS = 1_500;

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final BrowserContext context;
    private final String url;
    private final Page page;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Visitor(BrowserContext context, String url) {
        this.context = context;
        this.url = url;
        page = context.newPage();
        context.onRequest(
                request -> requests.add(request.method() + " " + request.url().replace(url, "")));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Gives the browser the cookie of an answer, such as {@code granted}, that was given now. */
    void answered(String answer) {
        answered(context, url, answer);
    }

    static void answered(BrowserContext context, String url, String answer) {
        var cookie = answer + ":" + Versions.POLICY + ":" + Instant.now().getEpochSecond();
        context.addCookies(List.of(new Cookie("candor_consent", cookie).setUrl(url)));
    }

    /** Opens a path of the server. */
    Page open(String path) {
        page.navigate(url + path);
        return page;
    }

    /** Each request's method and path, oldest first. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** What the console and the page's errors said; a page that Candor is on has nothing to say. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    Locator banner() {
        return page.locator("candor-consent section");
    }

    /** Answers the banner with the button of that text. */
    void answer(String text) {
        banner().getByText(text).click();
        banner().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    /** Lets the tracker's second pass, in which it would have sent what it had. */
    void settle() {
        page.waitForTimeout(SETTLED_MS);
    }

    List<Cookie> cookies() {
        return context.cookies();
    }

    /** The names of everything that the page's origin has stored. */
    @SuppressWarnings("unchecked") // What the script returns is an array of strings.
    List<String> keys() {
        return (List<String>) page.evaluate("async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage),"
                + " ...(await indexedDB.databases()).map(database => database.name), ...(await caches.keys())]");
    }

    /** No cookie, no storage key, and no request but the page's own. */
    void assertNothingLeft() {
        assertThat(requests)
                .allMatch(request ->
                        request.matches("GET /(applications|app/[^/]+/edit|(candor(-consent)?|editor)\\.(js|css))"));
        assertThat(cookies()).isEmpty();
        assertThat(keys()).isEmpty();
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        context.close();
    }
}
