package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

/** Wrong calls. */
final class MistakeBehaviours extends BehaviourRows {
    MistakeBehaviours() {
        mistakes();
    }

    private void mistakes() {
        var arguments = new String[] {
            "",
            "null",
            "undefined",
            "0",
            "NaN",
            "''",
            "'x'",
            "[]",
            "{}",
            "[[]]",
            "function () { throw 1 }",
            "new Date(NaN)",
            "window",
            "Symbol && Symbol('x')",
            "Object.create(null)",
            "{get a() { throw 1 }}",
            "'x', 'y', 'z', 1, 2, 3, 4, 5",
            "true"
        };
        var functions = new String[] {
            "track",
            "page",
            "identify",
            "group",
            "alias",
            "screen",
            "on",
            "once",
            "off",
            "emit",
            "trackLink",
            "trackForm",
            "addSourceMiddleware",
            "setAnonymousId",
            "reset",
            "ready",
            "debug",
            "timeout",
            "push",
            "load",
            "user",
            "consent.onChange"
        };
        row("wrong calls throw nothing, and the tracker goes on", page -> {
            granted(page).eval("window.wrong = []; window.onerror = function (m) { wrong.push(m) }; 1");
            for (var function : functions) {
                for (var argument : arguments) {
                    page.eval("try { var x = analytics." + function + "(" + argument
                            + "); x && x.then && x.then(null, function () {}) }" + " catch (e) { wrong.push('"
                            + function + "(" + argument.replace("'", "") + ") ' + e) } 1");
                }
            }
            page.rest();
            assertThat(page.eval("wrong.join()")).isEmpty();
            page.eval("analytics.consent.grant(); 1");
            page.rest();
            page.eval("analytics.addSourceMiddleware(function (m) { m.next(m.payload) }); analytics.track('Last'); 1");
        });
    }
}
