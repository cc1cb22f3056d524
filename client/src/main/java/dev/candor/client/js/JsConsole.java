package dev.candor.client.js;

import dev.candor.client.browser.Console;
import org.teavm.jso.JSBody;

/** {@code console}. */
final class JsConsole implements Console {
    @Override
    public void warn(String message) {
        warned(message);
    }

    @JSBody(params = "m", script = "console.warn(m)")
    private static native void warned(String m);
}
