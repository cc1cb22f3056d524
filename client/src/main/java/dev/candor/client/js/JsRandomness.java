package dev.candor.client.js;

import dev.candor.client.browser.Randomness;
import org.teavm.jso.JSBody;

/** {@code crypto.getRandomValues}; {@code Math.random} where there is none. */
final class JsRandomness implements Randomness {
    @Override
    public String uuid() {
        return uuid4();
    }

    @Override
    public double fraction() {
        return random();
    }

    @JSBody(
            script = "var r;try{r=crypto.getRandomValues(new Uint8Array(36))}catch(e){}"
                    + "return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g,function(c,i){"
                    + "return (c^((r?r[i]:Math.random()*256)&15)>>c/4).toString(16)})")
    private static native String uuid4();

    @JSBody(script = "return Math.random()")
    private static native double random();
}
