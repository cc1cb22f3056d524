package dev.candor.client;

import dev.candor.client.browser.Value;
import java.util.ArrayList;
import java.util.List;

/** Functions of the page that wait for something by its name, in the order in which they came. */
final class Emitter {
    private record Listener(String name, Value function, boolean once) {}

    private final List<Listener> listeners = new ArrayList<>();

    boolean hasListeners() {
        return listeners.size() > 0;
    }

    void on(String name, Value function, boolean once) {
        if (function.kind() == Value.FUNCTION) {
            listeners.add(new Listener(name, function, once));
        }
    }

    /** Removes a function; all of that name when it is no function. */
    void off(String name, Value function) {
        listeners.removeIf(listener ->
                listener.name.equals(name) && (function.kind() != Value.FUNCTION || listener.function.is(function)));
    }

    @SuppressWarnings("ReferenceEquality") // The same function may listen more than once.
    void emit(String name, Value arguments) {
        new ArrayList<>(listeners).forEach(listener -> {
            if (listener.name.equals(name)) {
                if (listener.once) {
                    listeners.removeIf(other -> other == listener);
                }
                listener.function.call(arguments);
            }
        });
    }
}
