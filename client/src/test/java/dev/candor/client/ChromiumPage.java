package dev.candor.client;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.Cookie;
import dev.candor.event.Versions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page in headless Chromium. */
final class ChromiumPage extends ServedPage {
    static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    final BrowserContext context;
    final Page page;
    private final Set<Request> underWay = new HashSet<>();
    private final Runnable end;

    /** A page in a browser that serves others too. */
    ChromiumPage(Browser browser) {
        this(browser, () -> {});
    }

    private ChromiumPage(Browser browser, Runnable end) {
        context = browser.newContext();
        page = context.newPage();
        page.onRequest(underWay::add);
        page.onRequestFinished(underWay::remove);
        page.onRequestFailed(underWay::remove);
        this.end = end;
    }

    /** A page in a browser of its own, which ends with it. */
    static ChromiumPage alone() {
        var playwright = playwright();
        return new ChromiumPage(launch(playwright), playwright::close);
    }

    /** Opens that path in another tab. */
    Page tab(String path) {
        var tab = context.newPage();
        tab.navigate(collector.origin() + path);
        return tab;
    }

    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** @param without arguments that Playwright gives by itself */
    static Browser launch(Playwright playwright, String... without) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable())
                        .setIgnoreDefaultArgs(List.of(without))
                        .setArgs(ARGUMENTS));
    }

    static Path executable() {
        return Path.of(System.getenv().getOrDefault("CANDOR_CHROMIUM", "/usr/bin/chromium"));
    }

    @Override
    public TestPage consent(String status) {
        var value = status + ":" + Versions.POLICY + ":" + Instant.now().getEpochSecond();
        context.addCookies(List.of(new Cookie("candor_consent", value).setUrl(collector.origin())));
        return this;
    }

    @Override
    void visit(String url) {
        page.navigate(url);
    }

    @Override
    public String eval(String js) {
        // Of the last expression, as elsewhere; a promise is not waited for.
        return (String) page.evaluate("js => String((0, eval)(js))", js);
    }

    @Override
    public void click(String id) {
        page.locator("#" + id).click(new com.microsoft.playwright.Locator.ClickOptions().setForce(true));
    }

    @Override
    public void rest() {
        page.waitForTimeout(60);
        page.waitForCondition(() ->
                underWay.stream().noneMatch(request -> request.resourceType().equals("fetch")));
    }

    @Override
    public void close() {
        context.close();
        collector.close();
        end.run();
    }
}
