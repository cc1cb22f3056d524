package dev.candor.client.browser;

/** Links and forms that the page wants to have watched. */
public interface Links {
    /** Told of each time that an element is used. */
    interface Listener {
        /** An element was used.
         *
         * @param go goes on with what the browser was held back from, once */
        void used(Value element, Runnable go);
    }

    /**
     * Watches a link or a form, or each of a list.
     *
     * @param event {@code click} or {@code submit}
     */
    void watch(String event, Value elements, Listener listener);
}
