package dev.candor.endtoend;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Chromium, Debian's or the one that CANDOR_CHROMIUM names, without a window and without talking to anybody. Tests register it
 * as an extension; all share one browser, in which each visitor has a context of their own. The arguments are those of the client's
 * {@code ChromiumPage}: the two modules share no tests.
 */
final class Chromium implements BeforeAllCallback {
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Writes what pages store to disk at once, and not when some has gathered. */
    private static final List<String> PROMPT = Stream.concat(
                    QUIET.stream(), Stream.of("--enable-aggressive-domstorage-flushing"))
            .toList();

    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Chromium.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    }

    /** The browser, until the last test has ended. */
    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        static Running start() {
            var path = executable();
            if (!Files.isExecutable(path)) {
                throw new IllegalStateException(
                        "No Chromium at " + path
                                + ": `make test` installs it on Debian as root; elsewhere install it and name it in CANDOR_CHROMIUM");
            }
            var playwright = Playwright.create();
            return new Running(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(path)
                                    .setArgs(QUIET)));
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    private Running running() {
        return Objects.requireNonNull(running, "has to be registered with @RegisterExtension");
    }

    /** Somebody with no cookies yet. */
    Visitor visitor(String url) {
        return new Visitor(running().browser.newContext(), url);
    }

    /** A browser of its own that keeps what it stores in a folder, and can be killed. */
    Persistent persistent(Path profile) {
        return new Persistent(
                profile,
                running()
                        .playwright
                        .chromium()
                        .launchPersistentContext(
                                profile,
                                new BrowserType.LaunchPersistentContextOptions()
                                        .setExecutablePath(executable())
                                        .setArgs(PROMPT)));
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
        return new Visitor(running().browser.newContext(options), url);
    }
}
