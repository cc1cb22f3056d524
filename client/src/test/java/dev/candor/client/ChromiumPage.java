package dev.candor.client;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The page in headless Chromium. */
final class ChromiumPage extends ServedPage {
    final BrowserContext context;
    final Page page;

    ChromiumPage(Browser browser) {
        context = browser.newContext();
        page = context.newPage();
    }

    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** @param without arguments that Playwright gives by itself */
    static Browser launch(Playwright playwright, String... without) {
        var path = System.getenv().getOrDefault("CANDOR_CHROMIUM", "/usr/bin/chromium");
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(path))
                        .setIgnoreDefaultArgs(List.of(without))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @Override
    public TestPage consent(String status) {
        var value = status + ":1:" + Instant.now().getEpochSecond();
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
    }

    @Override
    public void close() {
        context.close();
        collector.close();
    }
}
