package dev.candor.client.js;

import dev.candor.client.browser.Browser;

/** The browser that the script runs in. */
public final class JsBrowser {
    private JsBrowser() {}

    public static Browser all() {
        return new Browser(
                new JsClock(),
                new JsConsole(),
                new JsCookies(),
                new JsJson(),
                new JsLinks(),
                new JsNetwork(),
                new JsPage(),
                new JsPatterns(),
                new JsRandomness(),
                new JsScript(),
                new JsSignals(),
                new JsStorage(),
                new JsTabs(),
                new JsTimers(),
                new JsValues());
    }
}
