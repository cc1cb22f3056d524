package dev.candor.endtoend;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Chromium, Debian's or the one that CANDOR_CHROMIUM names, without a window and without talking to anybody. */
final class Chromium implements AutoCloseable {
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright = Playwright.create();
    private final Browser browser;

    Chromium() {
        var path = executable();
        if (!Files.isExecutable(path)) {
            playwright.close();
            throw new IllegalStateException(
                    "No Chromium at " + path
                            + ": `make test` installs it on Debian as root; elsewhere install it and name it in CANDOR_CHROMIUM");
        }
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(path).setArgs(QUIET));
    }

    /** Somebody with no cookies yet. */
    Visitor visitor(String url) {
        return new Visitor(browser.newContext(), url);
    }

    /** A browser of its own that keeps what it stores in a folder, and can be killed. */
    Persistent persistent(Path profile) {
        return new Persistent(
                profile,
                playwright
                        .chromium()
                        .launchPersistentContext(
                                profile,
                                new BrowserType.LaunchPersistentContextOptions()
                                        .setExecutablePath(executable())
                                        .setArgs(QUIET)));
    }

    /** That browser. */
    record Persistent(Path profile, BrowserContext context) implements AutoCloseable {
        /** Ends its processes, which are those that name its folder, as a power cut would. */
        void kill() {
            ProcessHandle.allProcesses()
                    .filter(process -> process.info()
                            .commandLine()
                            .filter(line -> line.contains("--user-data-dir=" + profile))
                            .isPresent())
                    .forEach(ProcessHandle::destroyForcibly);
        }

        @Override
        public void close() {
            try {
                context.close();
            } catch (PlaywrightException killed) {
                // It is gone already.
            }
        }
    }

    private static Path executable() {
        return Path.of(System.getenv().getOrDefault("CANDOR_CHROMIUM", "/usr/bin/chromium"));
    }

    /** Somebody whose browser is set up in a way. */
    Visitor visitor(String url, Browser.NewContextOptions options) {
        return new Visitor(browser.newContext(options), url);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
