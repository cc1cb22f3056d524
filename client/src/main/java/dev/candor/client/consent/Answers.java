package dev.candor.client.consent;

import dev.candor.client.browser.Network;
import dev.candor.client.browser.Tabs;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /** Says no, or takes back what was said. Counts at once, whether it arrives or not. */
    public void refuse(String status) {
        consent.refuse(status);
        told();
    }

    /**
     * Sends an answer.
     *
     * @param status the cookie's new status; {@link Consent#UNSET} to remove the cookie
     * @param forget the id of the visitor whose events the instance is to delete; null for none
     * @param done is told whether it arrived
     */
    public void send(String endpoint, String status, @Nullable String forget, Consumer<Boolean> done) {
        var removes = status.equals(Consent.UNSET);
        var id = forget == null ? "" : "\"anonymousId\":\"" + forget + "\"";
        var members = removes ? id : "\"status\":\"" + status + (forget == null ? "\"" : "\"," + id);
        network.send(
                removes ? "DELETE" : "POST",
                endpoint + "/consent",
                members.isEmpty() ? "" : "{" + members + "}",
                (answer, retryAfterSeconds) -> {
                    var arrived = answer >= 200 && answer < 300;
                    if (arrived) {
                        consent.answered();
                        told();
                    }
                    done.accept(arrived);
                });
    }

    private void told() {
        consent.status();
        tabs.tell();
    }
}
