package dev.candor.client.browser;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An element of the page. */
public interface Element {
    /** In lower case. */
    String tag();

    @Nullable
    String attribute(String name);

    /** Names all attributes. */
    void eachAttribute(Consumer<String> taker);

    /** The innermost of this element and those around it that fits, across the borders of open shadow roots; null for none. */
    @Nullable
    Element closest(String selector);

    /** Whether the browser makes of a click on this element, in a label, another on a field that is in the other element too. */
    boolean repeatsIn(Element other);
}
