package dev.candor.client.browser;

/** What the page lets know. What a listener throws goes no further. */
public interface Signals {
    /** Takes what a person uses. */
    interface Pressed {
        /** An element was clicked, or is a form that is {@code sent}. */
        void pressed(Element innermost, boolean sent);
    }

    /** A script is about to add an address to the history. */
    void onPush(Runnable listener);

    /** The address has changed: by script, by back or forward, or to another fragment. */
    void onAddress(Runnable listener);

    /** The page came back out of the back/forward cache. */
    void onRestored(Runnable listener);

    /** The page became visible, or came into use after it had been rendered ahead. */
    void onVisible(Runnable listener);

    /** The page has been read to its end, perhaps told twice; at once when it is complete. */
    void onComplete(Runnable listener);

    /** The page is hidden or goes away. */
    void onHidden(Runnable listener);

    /** Another page of the origin has stored something. */
    void onStored(Runnable listener);

    /** The browser has a network again. */
    void onOnline(Runnable listener);

    /**
     * A click with the main or the middle button, on the innermost element that was pressed, and that a form is sent; before
     * any handler of the page.
     *
     * @param scripted whether clicks that a script makes are told too
     */
    void onClick(boolean scripted, Pressed listener);

    /** Removes every listener, and what stands around the page's own functions. */
    void stop();
}
