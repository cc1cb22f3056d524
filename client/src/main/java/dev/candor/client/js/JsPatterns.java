package dev.candor.client.js;

import dev.candor.client.privacy.Patterns;
import org.teavm.jso.JSBody;

/** {@code RegExp}, which the browser caches by its text. */
final class JsPatterns implements Patterns {
    @Override
    public boolean matches(String regex, String text) {
        return test(regex, text);
    }

    @Override
    public String replaceAll(String regex, String text, String replacement) {
        return replace(regex, text, replacement);
    }

    @JSBody(
            params = {"r", "s"},
            script = "return new RegExp(r,'i').test(s)")
    private static native boolean test(String r, String s);

    @JSBody(
            params = {"r", "s", "t"},
            script = "return s.replace(new RegExp(r,'gi'),t)")
    private static native String replace(String r, String s, String t);
}
