package dev.candor.client.browser;

/** The other tabs of the origin. */
public interface Tabs {
    /** Tells the others that consent may have changed. */
    void tell();

    void onTold(Runnable listener);
}
