package dev.candor.client;

import dev.candor.client.browser.Value;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events that wait in memory for this visitor's answer. */
final class Waiting {
    static final int MAX_EVENTS = 100;

    private record Link(Value event, @Nullable Link before) {}

    private @Nullable Link last;
    private int size;

    /** Takes an event in; past the hundredth, none. */
    void add(Value event) {
        if (size < MAX_EVENTS) {
            size++;
            last = new Link(event, last);
        }
    }

    void erase() {
        last = null;
        size = 0;
    }

    /** Hands all over, the oldest first, and keeps none. */
    void release(Consumer<Value> taker) {
        Link oldest = null;
        for (var link = last; link != null; link = link.before) {
            oldest = new Link(link.event, oldest);
        }
        erase();
        for (; oldest != null; oldest = oldest.before) {
            taker.accept(oldest.event);
        }
    }
}
