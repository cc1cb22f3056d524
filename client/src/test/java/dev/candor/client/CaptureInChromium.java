package dev.candor.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A page full of things to click on, in a real browser of which each test has a context of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CaptureInChromium {
    private static final String BODY = """
            <button id="button">b</button>
            <button id="disabled" disabled><span id="inside">d</span></button>
            <fieldset disabled><button id="fieldset">f</button></fieldset>
            <a id="link" href="#there">l</a>
            <a id="outbound" href="http://localhost:9/away?secret=1" target="_blank">o</a>
            <a id="mail" href="mailto:ann@example.org" onclick="event.preventDefault()">m</a>
            <svg width="20" height="20"><a id="svg" xlink:href="http://localhost:9/a.zip" onclick="event.preventDefault()"><rect id="rect" width="20" height="20"/></a></svg>
            <label id="label">text<input type="checkbox"></label>
            <label id="toggle" data-track="Toggled"><span id="said">text</span><input id="check" type="checkbox"></label>
            <div id="plain"></div><p id="marked" data-track="Marked"></p><button id="outer"></button>
            <button id="gone" onclick="this.remove()">g</button><p id="words">some words to select</p>
            <svg width="20" height="20"><defs><rect id="shape" width="20" height="20"/></defs><a href="#use"><use id="use" href="#shape"/></a></svg>
            <iframe id="frame" srcdoc="<button id=framed>f</button>"></iframe>
            <form id="form" onsubmit="event.preventDefault()"><input id="field" value="ann"><input id="submit" type="submit"></form>
            """;

    private Playwright playwright;
    private Browser browser;
    ChromiumPage page;

    @BeforeAll
    void launch() {
        playwright = ChromiumPage.playwright();
        browser = ChromiumPage.launch(playwright, "--disable-back-forward-cache");
    }

    @AfterAll
    void end() {
        browser.close();
        playwright.close();
    }

    @BeforeEach
    void open() {
        page = new ChromiumPage(browser);
        page.consent("granted").body(BODY).open("/first");
    }

    @AfterEach
    void close() {
        page.close();
    }

    /** What is sent until an event that ends it; as the page goes, which doesn't wait a second. */
    final List<JsonNode> sent() throws IOException, InterruptedException {
        if (!ended()) {
            page.eval("analytics.track('END'); dispatchEvent(new Event('pagehide')); 1");
            Collector.await(this::ended);
        }
        return page.collector.events();
    }

    private boolean ended() {
        return page.collector.batches().stream().anyMatch(batch -> batch.body().contains("\"END\""));
    }
}
