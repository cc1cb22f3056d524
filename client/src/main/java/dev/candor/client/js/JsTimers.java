package dev.candor.client.js;

import dev.candor.client.browser.Timers;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** {@code setTimeout} and the queue of promises. */
final class JsTimers implements Timers {
    private final JSObject tasks = JsValues.array();

    @Override
    public void soon(Runnable task) {
        then(tasks, task::run);
    }

    @Override
    public void after(double delayMs, Runnable task) {
        timeout(task::run, delayMs);
    }

    // One promise for all tasks: a page that makes a thousand calls has none a call to clean up after.
    @JSBody(
            params = {"t", "f"},
            script = "if(t.push(f)<2)Promise.resolve().then(function(){for(;t[0];t.shift())try{t[0]()}catch(e){}})")
    private static native void then(JSObject t, JsTask f);

    @JSBody(
            params = {"f", "ms"},
            script = "setTimeout(function(){try{f()}catch(e){}},ms)")
    private static native void timeout(JsTask f, double ms);
}
