package dev.candor.client;

import dev.candor.client.js.JsApi;
import dev.candor.client.js.JsBrowser;

/** Where the compiled script begins. */
public final class Main {
    private Main() {}

    /** Makes {@code window.analytics}. */
    public static void main(String[] args) {
        new Wiring(JsBrowser.all(), new JsApi()).install();
    }
}
