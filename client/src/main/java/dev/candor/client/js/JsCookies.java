package dev.candor.client.js;

import dev.candor.client.browser.Cookies;
import org.teavm.jso.JSBody;

/** {@code document.cookie}, which throws in a sandboxed frame. */
final class JsCookies implements Cookies {
    @Override
    public String all() {
        return cookies();
    }

    @Override
    public void expire(String name) {
        expired(name);
    }

    @JSBody(script = "try{return document.cookie}catch(e){return ''}")
    private static native String cookies();

    @JSBody(params = "n", script = "try{document.cookie=n+'=; Path=/; Max-Age=0'}catch(e){}")
    private static native void expired(String n);
}
