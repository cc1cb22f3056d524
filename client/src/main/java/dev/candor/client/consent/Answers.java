package dev.candor.client.consent;

import dev.candor.client.browser.Browser;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes this visitor's answer to the instance, which sets the cookie, and to the other tabs. */
public final class Answers {
    private final Browser browser;
    private final Consent consent;
    private int asked;

    public Answers(Browser browser, Consent consent) {
        this.browser = browser;
        this.consent = consent;
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
        // A yes that arrives after a later no does not count.
        var number = ++asked;
        var body = browser.values().object();
        if (!removes) {
            body.put("status", status);
        }
        if (forget != null) {
            body.put("anonymousId", forget);
        }
        browser.network()
                .send(removes ? "DELETE" : "POST", endpoint + "/consent", body.json(), (answer, retryAfterSeconds) -> {
                    var arrived = answer >= 200 && answer < 300;
                    if (arrived) {
                        if (number == asked) {
                            consent.answered();
                        }
                        told();
                    }
                    done.accept(arrived);
                });
    }

    private void told() {
        consent.look();
        browser.tabs().tell();
    }
}
