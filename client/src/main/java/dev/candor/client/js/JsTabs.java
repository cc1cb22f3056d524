package dev.candor.client.js;

import dev.candor.client.browser.Tabs;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** {@code BroadcastChannel} and {@code navigator.locks}, where there are such. */
final class JsTabs implements Tabs {
    private final JSObject channel = channel();

    @Override
    public void tell() {
        post(channel);
    }

    @Override
    public void onTold(Runnable listener) {
        told(channel, listener::run);
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

    @JSBody(script = "try{return new BroadcastChannel('candor')}catch(e){return {postMessage:function(){}}}")
    private static native JSObject channel();

    @JSBody(params = "c", script = "try{c.postMessage(1)}catch(e){}")
    private static native void post(JSObject c);

    @JSBody(
            params = {"c", "f"},
            script = "c.onmessage=function(){try{f()}catch(e){}}")
    private static native void told(JSObject c, JsTask f);
}
