package dev.candor.client.js;

import dev.candor.client.browser.Randomness;
import org.teavm.jso.JSBody;

/**
 * {@code crypto.randomUUID}, which pages of https and of localhost have; {@code Math.random} elsewhere, which browsers seed from the
 * system's entropy: no two ids are alike, and none is a secret.
 */
final class JsRandomness implements Randomness {
    /** Of the last sortable id: 4,096 to the millisecond. A clock that says less is none, and would make shorter ids. */
    private double ticks = 0x1p52;

    @Override
    public String uuid() {
        return random("10000000-1000-4000");
    }

    @Override
    public String sortableUuid() {
        ticks = next(ticks);
        return time(ticks) + random("");
    }

    @Override
    public double fraction() {
        return fractionOfOne();
    }

    /**
     * The digits 0, 1 and 8 of a beginning, and of a UUID's end, by chance. HtmlUnit's own UUIDs lack their variant, the first digit
     * of the fourth part.
     */
    @JSBody(
            params = "b",
            script = "try{var u=crypto.randomUUID();return (b&&u.slice(0,18))+'-8'+u.slice(20)}catch(e){}"
                    + "return (b+'-8000-100000000000').replace(/[018]/g,function(c){"
                    + "return (c^Math.random()*16&15>>c/4).toString(16)})")
    private static native String random(String beginning);

    /** Exact until the year 2039; after that the ids of a millisecond are in no order. */
    @JSBody(params = "last", script = "return Math.max(Date.now()*4096,last+1)")
    private static native double next(double last);

    /** The beginning of a UUID of version 7. */
    @JSBody(params = "t", script = "return ('0'+t.toString(16)).replace(/(.{8})(.{4})/,'$1-$2-7')")
    private static native String time(double ticks);

    @JSBody(script = "return Math.random()")
    private static native double fractionOfOne();
}
