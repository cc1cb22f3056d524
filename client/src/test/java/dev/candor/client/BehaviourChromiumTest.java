package dev.candor.client;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Several rows at a time; each thread has a browser with a tab, in which its rows run one after the other. */
class BehaviourChromiumTest {
    private final List<Playwright> begun = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Page> tabs = ThreadLocal.withInitial(() -> {
        var playwright = ChromiumPage.playwright();
        begun.add(playwright);
        return ChromiumPage.launch(playwright).newContext().newPage();
    });

    @AfterEach
    void close() {
        begun.forEach(Playwright::close);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> inChromium() {
        return Behaviours.on(BehaviourRows.Where.CHROMIUM, () -> ChromiumPage.next(tabs.get()));
    }
}
