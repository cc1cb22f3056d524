package dev.candor.client;

import dev.candor.client.browser.Script;
import dev.candor.client.browser.Value;
import dev.candor.client.privacy.Patterns;

/** What the page set: {@code data-} attributes of the script, over them what it gave to {@code analytics.load}. */
final class Options {
    private final Script script;
    private final Patterns patterns;
    private Value key;
    private Value loaded;
    private boolean closed;

    /** @param nothing what the page gave to the load that has not been called yet */
    Options(Script script, Patterns patterns, Value nothing) {
        this.script = script;
        this.patterns = patterns;
        this.key = this.loaded = nothing;
    }

    void load(Value key, Value options) {
        this.key = key;
        this.loaded = options;
        var integrations = value("integrations");
        var own = integrations.get("Segment.io");
        var disable = value("disable");
        closed = (disable.kind() == Value.FUNCTION
                        ? !disable.call(options).asText().equals("false")
                        : on("disable"))
                || (own.kind() == Value.NOTHING ? integrations.get("All") : own)
                        .asText()
                        .equals("false");
    }

    /**
     * Whether the page has loaded the tracker so that nothing is to be sent: {@code disable}, or {@code integrations} without
     * {@code Segment.io}. A function that says what is disabled is asked once; it has to say no.
     */
    boolean closed() {
        return closed;
    }

    /** The collector's key, which the load names first. */
    String writeKey() {
        return key.kind() == Value.STRING ? key.asText() : text("writeKey");
    }

    /** Where the instance answers, without a slash at the end. */
    String endpoint() {
        var endpoint = text("endpoint");
        return endpoint.isEmpty() ? script.folder() : patterns.replaceAll("/$", endpoint, "");
    }

    Value value(String name) {
        var value = loaded.get(name);
        return value.kind() == Value.NOTHING ? script.data(name) : value;
    }

    /** The option as text; empty when it isn't set. */
    String text(String name) {
        return value(name).asText();
    }

    /** Whether it is set to {@code true} or {@code "on"}. */
    boolean on(String name) {
        return says(name, "on", "true");
    }

    /** Whether it is set to {@code false} or {@code "off"}. */
    boolean off(String name) {
        return says(name, "off", "false");
    }

    // Without a pattern, as it is asked while the script starts: a page's first takes the browser half a millisecond.
    private boolean says(String name, String one, String other) {
        var text = text(name);
        return text.equalsIgnoreCase(one) || text.equalsIgnoreCase(other);
    }
}
