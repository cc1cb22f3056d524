package dev.candor.client.browser;

/** Requests to the instance, with its own cookies. */
public interface Network {
    /** What came back: the status, 0 when nothing did; and the seconds of Retry-After, 0 without. */
    interface Answer {
        void arrived(int status, double retryAfterSeconds);
    }

    /** Sends JSON. The request outlives the page. */
    void send(String method, String url, String body, Answer answer);

    /** Sends JSON while the page goes away; nobody learns what comes back. False when the browser doesn't take it. */
    boolean beacon(String url, String body);
}
