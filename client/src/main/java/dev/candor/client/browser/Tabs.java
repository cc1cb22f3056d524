package dev.candor.client.browser;

import java.util.function.Consumer;

/** The other tabs of the origin. */
public interface Tabs {
    /** Tells the others that consent may have changed. */
    void tell();

    void onTold(Runnable listener);

    /**
     * Does something while no other tab does so; at once where the browser has neither locks nor a storage. The task has to run what
     * it is handed when it is done.
     */
    void inTurn(Consumer<Runnable> task);
}
