package dev.candor.client.js;

import dev.candor.client.browser.Timers;
import org.teavm.jso.JSBody;

/** {@code setTimeout} and the queue of promises. */
final class JsTimers implements Timers {
    @Override
    public void soon(Runnable task) {
        then(task::run);
    }

    @Override
    public void after(double delayMs, Runnable task) {
        timeout(task::run, delayMs);
    }

    @JSBody(params = "f", script = "Promise.resolve().then(f)['catch'](function(){})")
    private static native void then(JsTask f);

    @JSBody(
            params = {"f", "ms"},
            script = "setTimeout(function(){try{f()}catch(e){}},ms)")
    private static native void timeout(JsTask f, double ms);
}
