package dev.candor.client.browser;

import org.jspecify.annotations.Nullable;

/** An element of the page. */
public interface Element {
    /** In lower case. */
    String tag();

    @Nullable
    String attribute(String name);

    /** The names of all attributes. */
    String[] attributes();

    /** The element around it, across the border of an open shadow root; null for the outermost. */
    @Nullable
    Element parent();
}
