package dev.candor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a page calls, in whatever order and with whatever arguments. */
class CallsPropertyTest {
    /** Looks personal, wherever it stands. */
    private static final String CANARY = "canary@example.org";
    /** Looks like a label; what names a visitor does not leave for all that. */
    private static final String WHO = "canary-who";

    private static final String[] VALUES = {
        "'" + CANARY + "'",
        "'/a/" + CANARY + "?utm_source=" + CANARY + "#" + CANARY + "'",
        "''",
        "'free'",
        "'two words'",
        "'track'",
        "0",
        "-1",
        "1e308",
        "4111111111111111",
        "NaN",
        "1 / 0",
        "null",
        "undefined",
        "true",
        "false",
        "new Date(0)",
        "new Date(NaN)",
        "new Error('" + CANARY + "')",
        "/" + CANARY + "/",
        "Symbol('" + CANARY + "')",
        "JSON.parse('{\"__proto__\": {\"a\": \"" + CANARY + "\"}, \"constructor\": \"" + CANARY + "\"}')",
        "(function () { var o = {a: '" + CANARY + "'}; o.o = o; o.l = [o]; return o })()",
        "{get a() { throw 1 }, b: '" + CANARY + "'}",
        "{toJSON: function () { return '" + CANARY + "' }}",
        "{toString: function () { return '" + CANARY + "' }, valueOf: function () { throw 1 }}",
        "{then: function () { throw 1 }}",
        "function () {}",
        "function () { throw new Error('" + CANARY + "') }",
        "function (m) { m.next(m.payload) }",
        "function (m) { m.payload.obj.properties.p = '" + CANARY + "'; m.payload.obj.event = '" + CANARY
                + "'; m.next(m.payload) }",
        "function (m) { m.payload.obj.userId = m.payload.obj.type = m.payload.obj.messageId = '" + CANARY
                + "'; m.next(m.payload) }",
        "function () { return Promise.reject('" + CANARY + "') }",
        "function () { return {a: '" + CANARY + "'} }"
    };
    private static final String[] NAMES = {
        "event",
        "properties",
        "context",
        "page",
        "path",
        "url",
        "title",
        "search",
        "referrer",
        "timestamp",
        "messageId",
        "anonymousId",
        "integrations",
        "userId",
        "name",
        "category",
        "length",
        "a",
        "two words",
        CANARY,
        "full",
        "anyway",
        "__t"
    };
    private static final String[] FUNCTIONS = {
        "track",
        "page",
        "screen",
        "on",
        "once",
        "off",
        "emit",
        "ready",
        "reset",
        "user",
        "setAnonymousId",
        "addSourceMiddleware",
        "trackLink",
        "trackForm",
        "debug",
        "timeout",
        "push",
        "load",
        "user().anonymousId",
        "consent.status",
        "consent.inspect",
        "consent.onChange",
        "consent.grant",
        "consent.deny",
        "consent.withdraw"
    };
    /** But where the page chooses a random id, which leaves as it is. */
    private static final Pattern FREE = Pattern.compile("(?<!'(?:anonymousId|messageId)': )'free'");

    private static final String[] WHOS = {"identify", "group", "alias"};

    @Provide
    Arbitrary<List<String>> calls() {
        var value = Arbitraries.lazyOf(
                () -> Arbitraries.of(VALUES), () -> Arbitraries.of(VALUES), this::object, this::list);
        Arbitrary<String> call = Arbitraries.frequencyOf(
                Tuple.of(6, call(Arbitraries.of(FUNCTIONS), value)),
                Tuple.of(
                        1,
                        call(
                                Arbitraries.of(WHOS),
                                value.map(v -> FREE.matcher(v).replaceAll("'" + WHO + "'")))),
                Tuple.of(1, Arbitraries.of("history.pushState({}, '', '/" + CANARY + "/1')")));
        return call.list().ofMaxSize(12);
    }

    private Arbitrary<String> object() {
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.lazy(this::inner),
                        Arbitraries.of(NAMES),
                        Arbitraries.of(VALUES))
                .as((name, value, other, second) -> "{'" + name + "': " + value + ", '" + other + "': " + second + "}");
    }

    private Arbitrary<String> inner() {
        return Arbitraries.oneOf(
                Arbitraries.of(VALUES),
                Combinators.combine(Arbitraries.of(NAMES), Arbitraries.of(VALUES))
                        .as((name, value) -> "{'" + name + "': " + value + "}"));
    }

    private Arbitrary<String> list() {
        return Arbitraries.of(VALUES).list().ofMaxSize(3).map(Object::toString);
    }

    private static Arbitrary<String> call(Arbitrary<String> functions, Arbitrary<String> values) {
        return Combinators.combine(functions, values.list().ofMaxSize(5))
                .as((function, arguments) -> "note(analytics." + function + "(" + String.join(", ", arguments) + "))");
    }

    private static int sent;

    @Property(tries = 500)
    void nothingIsThrownPromisesSettleAndNothingPersonalLeaves(@ForAll("calls") List<String> calls) {
        try (var page = new FakePage()) {
            page.consent("granted").open("/first");
            page.eval("window.pending = 0; function note(p) {"
                    + "if (p && p !== analytics && typeof p.then == 'function') { pending++; p.then(done, done) } }"
                    + "function done() { pending-- } analytics.track('First', {plan: 'free'}); 1");
            for (var call : calls) {
                page.eval("try { " + call + " } catch (e) { window.thrown = '' + e } 1");
                assertThat(page.eval("String(window.thrown)")).as(call).isEqualTo("undefined");
            }
            page.browser.advance(60_000);
            page.browser.hide();
            assertThat(page.eval("pending")).isEqualTo("0");
            for (var request : page.browser.requests) {
                assertThat(request.url() + request.body()).doesNotContainIgnoringCase("canary");
            }
            sent += page.browser.requests.isEmpty() ? 0 : 1;
        }
    }

    @AfterContainer
    static void eventsWereSent() {
        assertThat(sent).isPositive();
    }
}
