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
            script = "return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g,function(c){var r;"
                    + "try{r=crypto.getRandomValues(new Uint8Array(1))[0]}catch(e){r=Math.random()*256}"
                    + "return (c^(r&15)>>c/4).toString(16)})")
    private static native String uuid4();

    @JSBody(script = "return Math.random()")
    private static native double random();
}
