package dev.candor.client.consent;

import dev.candor.client.browser.Network;
import dev.candor.client.browser.Tabs;
import java.util.function.Consumer;

/** Takes this visitor's answer to the instance, which sets the cookie, and to the other tabs. */
public final class Answers {
    private final Consent consent;
    private final Network network;
    private final Tabs tabs;

    public Answers(Consent consent, Network network, Tabs tabs) {
        this.consent = consent;
        this.network = network;
        this.tabs = tabs;
    }

    /** Says yes; anyway, when the browser's own signal says no. Done with whether it arrived. */
    public void grant(String endpoint, boolean anyway, Consumer<Boolean> done) {
        post(endpoint, anyway ? "granted-anyway" : Consent.GRANTED, done);
    }

    /** Says no. Counts at once, whether it arrives or not. */
    public void deny(String endpoint, Consumer<Boolean> done) {
        refuse(Consent.DENIED);
        post(endpoint, Consent.DENIED, done);
    }

    /** Takes back what was said. Counts at once, whether it arrives or not. */
    public void withdraw(String endpoint, Consumer<Boolean> done) {
        refuse(Consent.UNSET);
        send("DELETE", endpoint, "", done);
    }

    private void refuse(String status) {
        consent.refuse(status);
        consent.status();
        tabs.tell();
    }

    private void post(String endpoint, String status, Consumer<Boolean> done) {
        send("POST", endpoint, "{\"status\":\"" + status + "\"}", done);
    }

    private void send(String method, String endpoint, String body, Consumer<Boolean> done) {
        network.send(method, endpoint + "/consent", body, (status, retryAfterSeconds) -> {
            var arrived = status >= 200 && status < 300;
            if (arrived) {
                consent.answered();
                consent.status();
                tabs.tell();
            }
            done.accept(arrived);
        });
    }
}
