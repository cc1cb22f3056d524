package dev.candor.client.browser;

import org.jspecify.annotations.Nullable;

/** Makes values to hand to the page. */
public interface Values {
    /** An object without members. */
    Value object();

    /** A list without elements. */
    Value list();

    Value text(@Nullable String text);

    /**
     * What is told to who waits for an event: {@code {"event":…,"id":…}} with {@code failedDelivery()}, and with {@code logs()}, which
     * are empty.
     */
    Value context(Value event, boolean failed);

    /** The value of a JSON text; {@link Value#NOTHING} when it isn't one. */
    Value parse(String json);
}
