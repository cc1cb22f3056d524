package dev.candor.client.browser;

import org.jspecify.annotations.Nullable;

/** The object that the page calls. */
public interface Api {
    /** Answers a call. */
    interface Handler {
        void call(int method, Call call);
    }

    /**
     * Makes {@code window.analytics} of functions with these names (a dot stands before a member's member), and calls what a stub has
     * collected until now.
     *
     * @param names with spaces between them; the handler gets their numbers
     * @return what a stub knows: {@code {"writeKey":…,"options":…}}; null when there is a tracker already
     */
    @Nullable
    Value install(String names, Handler handler);

    /** Of the page's object, or a member of it. */
    Value object(String name);

    /** Sets a member. */
    void set(String name, Value value);
}
