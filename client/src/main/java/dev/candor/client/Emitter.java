package dev.candor.client;

import dev.candor.client.browser.Value;
import org.jspecify.annotations.Nullable;

/** Functions of the page that wait for something by its name, in the order in which they came. */
final class Emitter {
    private static final class Listener {
        final String name;
        final Value function;
        final boolean once;

        @Nullable
        Listener next;

        Listener(String name, Value function, boolean once) {
            this.name = name;
            this.function = function;
            this.once = once;
        }
    }

    private @Nullable Listener first;
    private @Nullable Listener last;

    void on(String name, Value function, boolean once) {
        var listener = new Listener(name, function, once);
        if (first == null || last == null) {
            first = listener;
        } else {
            last.next = listener;
        }
        last = listener;
    }

    /** Removes a function; all of that name when it is no function. */
    void off(String name, Value function) {
        var kept = first;
        first = last = null;
        for (; kept != null; kept = kept.next) {
            if (!kept.name.equals(name) || (function.kind() == Value.FUNCTION && !kept.function.is(function))) {
                on(kept.name, kept.function, kept.once);
            }
        }
    }

    void emit(String name, Value arguments) {
        for (var listener = first; listener != null; listener = listener.next) {
            if (listener.name.equals(name)) {
                if (listener.once) {
                    off(name, listener.function);
                }
                listener.function.call(arguments);
            }
        }
    }
}
