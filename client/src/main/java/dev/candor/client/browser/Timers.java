package dev.candor.client.browser;

/** What happens later. What a task throws goes no further. */
public interface Timers {
    /** When the script that runs now is done. */
    void soon(Runnable task);

    void after(double delayMs, Runnable task);
}
