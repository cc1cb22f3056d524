package dev.candor.client;

import dev.candor.client.browser.Value;

/** Functions of the page that wait for something by its name, in the order in which they came. */
final class Emitter {
    private record Listener(String name, Value function, boolean once) {}

    private Chain<Listener> listeners = new Chain<>();

    void on(String name, Value function, boolean once) {
        if (function.kind() == Value.FUNCTION) {
            listeners.add(new Listener(name, function, once));
        }
    }

    /** Removes a function; all of that name when it is no function. */
    void off(String name, Value function) {
        var kept = new Chain<Listener>();
        listeners.each(listener -> {
            if (!listener.name.equals(name) || (function.kind() == Value.FUNCTION && !listener.function.is(function))) {
                kept.add(listener);
            }
        });
        listeners = kept;
    }

    void emit(String name, Value arguments) {
        listeners.each(listener -> {
            if (listener.name.equals(name)) {
                if (listener.once) {
                    off(name, listener.function);
                }
                listener.function.call(arguments);
            }
        });
    }
}
