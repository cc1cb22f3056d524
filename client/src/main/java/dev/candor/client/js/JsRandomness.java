package dev.candor.client.js;

import dev.candor.client.browser.Randomness;
import org.teavm.jso.JSBody;

/** {@code crypto.getRandomValues}; {@code Math.random} where there is none. */
final class JsRandomness implements Randomness {
    /** Of the last sortable id: 4,096 to the millisecond. */
    private double ticks;

    @Override
    public String uuid() {
        return uuid4();
    }

    @Override
    public String sortableUuid() {
        ticks = next(ticks);
        return uuid7(ticks, uuid4());
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

    /** Exact until the year 2039; after that the ids of a millisecond are in no order. */
    @JSBody(params = "last", script = "return Math.max(Date.now()*4096,last+1)")
    private static native double next(double last);

    @JSBody(
            params = {"t", "u"},
            script = "return ('0'+t.toString(16)).replace(/(.{8})(.{4})/,'$1-$2-7')+u.slice(18)")
    private static native String uuid7(double ticks, String uuid4);

    @JSBody(script = "return Math.random()")
    private static native double random();
}
