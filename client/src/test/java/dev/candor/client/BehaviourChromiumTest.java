package dev.candor.client;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Several rows at a time, as nearly all of a row's time is waiting; each thread has a browser, each row a context of its own. */
class BehaviourChromiumTest {
    private final List<Playwright> begun = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Browser> browsers = ThreadLocal.withInitial(() -> {
        var playwright = ChromiumPage.playwright();
        begun.add(playwright);
        return ChromiumPage.launch(playwright);
    });

    @AfterEach
    void close() {
        begun.forEach(Playwright::close);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> inChromium() {
        return Behaviours.on(BehaviourRows.Where.CHROMIUM, () -> new ChromiumPage(browsers.get()));
    }
}
