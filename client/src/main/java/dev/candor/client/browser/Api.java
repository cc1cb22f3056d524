package dev.candor.client.browser;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The object that the page calls. */
public interface Api {
    /**
     * Adds a function. It returns a promise, which {@link Call} keeps or breaks, or what is given in its place.
     *
     * @param name a dot stands before a member's member
     */
    void define(String name, Consumer<Call> function);

    /**
     * Makes the object {@code window.analytics}, and calls what a stub has collected until now.
     *
     * @return what a stub knows: {@code {"writeKey":…,"options":…}}; null when there is a tracker already
     */
    @Nullable
    Value install();

    /** The object, or a member of it. */
    Value object(String name);

    /** Says that it is loaded: {@code initialized} is true. */
    void loaded();

    /** How long links and forms wait: {@code settings.timeout}, which is 300 and the page's to change. */
    double timeoutMs();
}
