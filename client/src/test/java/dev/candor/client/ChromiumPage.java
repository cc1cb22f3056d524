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
import java.util.function.Consumer;

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

    /** What a script asked for, and where the page goes on its way to. */
    private static final Set<String> AWAITED = Set.of("fetch", "document");

    final BrowserContext context;
    final Page page;
    private final Set<Request> underWay = new HashSet<>();
    private final Consumer<Request> begins = underWay::add;
    private final Consumer<Request> ends = underWay::remove;
    private final Runnable leave;

    /** A page in a browser that serves others too. */
    ChromiumPage(Browser browser) {
        this(browser.newContext().newPage(), page -> page.context().close());
    }

    private ChromiumPage(Page page, Consumer<Page> leave) {
        this.page = page;
        this.context = page.context();
        this.leave = () -> leave.accept(page);
        page.onRequest(begins);
        page.onRequestFinished(ends);
        page.onRequestFailed(ends);
    }

    /** A page in a browser of its own, which ends with it. */
    static ChromiumPage alone() {
        var playwright = playwright();
        return new ChromiumPage(launch(playwright).newContext().newPage(), page -> playwright.close());
    }

    /**
     * A page in a tab that others had before, which takes a third of what a new one takes. Its address is another, and so is what it
     * stores; only the cookies are those of the machine, and are gone after each.
     */
    static ChromiumPage next(Page tab) {
        return new ChromiumPage(tab, ChromiumPage::leave);
    }

    /** Also where a check ended in its midst. The page itself stays until the next comes, which is cheaper than an empty one between them. */
    private static void leave(Page tab) {
        tab.context().setOffline(false);
        tab.context().pages().stream().filter(other -> other != tab).forEach(Page::close);
        tab.context().clearCookies();
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
        page.waitForCondition(() -> underWay.stream().noneMatch(request -> AWAITED.contains(request.resourceType())));
    }

    @Override
    public void close() {
        page.offRequest(begins);
        page.offRequestFinished(ends);
        page.offRequestFailed(ends);
        leave.run();
        collector.close();
    }
}
