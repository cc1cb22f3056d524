package dev.candor.client.browser;

import org.jspecify.annotations.Nullable;

/** Makes values to hand to the page. */
public interface Values {
    /** An object without members. */
    Value object();

    /** A list without elements. */
    Value list();

    Value text(@Nullable String text);

    /** The value of a JSON text; {@link Value#NOTHING} when it isn't one. */
    Value parse(String json);
}
