package dev.candor.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Things in the order in which they came. A collection of the JDK would be dearer than the tracker. */
final class Chain<T> {
    private static final class Link<T> {
        final T thing;

        @Nullable
        Link<T> next;

        Link(T thing) {
            this.thing = thing;
        }
    }

    private @Nullable Link<T> first;
    private @Nullable Link<T> last;

    void add(T thing) {
        var link = new Link<>(thing);
        if (last == null) {
            first = link;
        } else {
            last.next = link;
        }
        last = link;
    }

    /** Hands each over, those that are added meanwhile too. */
    void each(Consumer<T> taker) {
        for (var link = first; link != null; link = link.next) {
            taker.accept(link.thing);
        }
    }
}
