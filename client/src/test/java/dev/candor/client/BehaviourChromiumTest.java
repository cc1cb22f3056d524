package dev.candor.client;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BehaviourChromiumTest {
    private final Playwright playwright = ChromiumPage.playwright();
    private final Browser browser = ChromiumPage.launch(playwright);

    @AfterEach
    void close() {
        browser.close();
        playwright.close();
    }

    @TestFactory
    Stream<DynamicTest> inChromium() {
        return Behaviours.on(BehaviourRows.Where.CHROMIUM, () -> new ChromiumPage(browser));
    }
}
