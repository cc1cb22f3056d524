package dev.candor.client.js;

import dev.candor.client.browser.Tabs;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** {@code BroadcastChannel} and {@code navigator.locks}, where there are such. */
final class JsTabs implements Tabs {
    private @Nullable JSObject channel;

    @Override
    public void tell() {
        post(channel);
    }

    @Override
    public void onTold(Runnable listener) {
        channel = channel(listener::run);
    }

    @Override
    public void inTurn(Consumer<Runnable> task) {
        locked(done -> task.accept(() -> run(done)));
    }

    @JSFunctor
    private interface Turn extends JSObject {
        void taken(JSObject done);
    }

    // Locks are there only with https. Else a lease in the storage, which looks like a queue with nothing in it: who
    // finds
    // it old removes it, and so does a withdrawal. Who reads after a moment what he wrote has it. Without a storage
    // there is
    // nothing to take turns for.
    @JSBody(
            params = "f",
            script =
                    "var n=function(){var k='candor_queue.lock',v=JSON.stringify([new Date(),Math.random()]),s;"
                            + "try{s=localStorage;if(Math.abs(Date.now()-Date.parse(JSON.parse(s[k]||'[]')[0]))<2e4)setTimeout(n,1e3);"
                            + "else{s[k]=v;setTimeout(function(){try{s[k]==v?f(function(){s.removeItem(k)}):n()}catch(e){}},50)}"
                            + "}catch(e){f(function(){})}};"
                            + "try{navigator.locks.request('candor',function(){return new Promise(f)})['catch'](n)}catch(e){n()}")
    private static native void locked(Turn f);

    @JSBody(params = "f", script = "f()")
    private static native void run(JSObject f);

    // Where there is none, or the origin may not have one, it throws.
    @JSBody(
            params = "f",
            script =
                    "try{var c=new BroadcastChannel('candor');c.onmessage=function(){try{f()}catch(e){}};return c}catch(e){return null}")
    private static native @Nullable JSObject channel(JsTask f);

    // Without a channel, this throws.
    @JSBody(params = "c", script = "try{c.postMessage(1)}catch(e){}")
    private static native void post(@Nullable JSObject c);
}
