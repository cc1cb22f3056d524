package dev.candor.client.consent;

import static java.util.Objects.requireNonNull;

import dev.candor.client.browser.Browser;
import dev.candor.event.Versions;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this visitor answered, read from the cookie each time that it is asked:
 * {@code candor_consent=<granted|granted-anyway|denied>:<policy version>:<epoch seconds>}.
 */
public final class Consent {
    public static final String GRANTED = "granted";
    public static final String DENIED = "denied";
    public static final String UNSET = "unset";

    static final String COOKIE = "candor_consent";
    private static final double DAY_SECONDS = 86_400;
    private static final double MAX_AGE_SECONDS = 180 * DAY_SECONDS;
    // No cookie has a NUL; and "anything" takes a browser ten times as long to compile.
    private static final String ANSWER = "^(?:[^\\x00]*; )?candor_consent=(granted|granted-anyway|denied):"
            + Versions.POLICY + ":(\\d{1,11})(?:;[^\\x00]*)?$|^[^\\x00]+$";

    private final Browser browser;
    private final BooleanSupplier readsDoNotTrack;
    private final BooleanSupplier closed;
    private final Consumer<String> changed;
    private String refused = "";
    private String cookies = "";
    private String answer = UNSET;
    private @Nullable String last;
    /** The answer has been looked up for what runs now. */
    private boolean looked;

    /**
     * @param closed whether the page wants nothing sent, whatever the visitor answers
     * @param changed is told the status when it is another than it was when last asked
     */
    public Consent(Browser browser, BooleanSupplier readsDoNotTrack, BooleanSupplier closed, Consumer<String> changed) {
        this.browser = browser;
        this.readsDoNotTrack = readsDoNotTrack;
        this.closed = closed;
        this.changed = changed;
    }

    /**
     * {@link #GRANTED}, {@link #DENIED} or {@link #UNSET}, as it was when the script that runs now first asked; looked up again as soon as
     * that is done, before anything is stored or sent. While the browser says that nobody is to be tracked, only a yes that was
     * given in spite of it counts.
     */
    public String status() {
        if (!looked) {
            look();
            looked = true;
            browser.timers().soon(() -> {
                looked = false;
                look();
            });
        }
        return requireNonNull(last);
    }

    /** The answer may be another now. */
    public void look() {
        var status = closed.getAsBoolean() ? DENIED : refused.isEmpty() ? answer() : refused;
        var before = last;
        last = status;
        if (before != null && !before.equals(status)) {
            changed.accept(status);
        }
    }

    private String answer() {
        var now = browser.cookies().all();
        // The same cookies are the same answer: a browser removes one that is too old.
        if (!now.equals(cookies)) {
            cookies = now;
            var patterns = browser.patterns();
            var age = browser.clock().secondsSince(patterns.replaceAll(ANSWER, now, "$2"));
            answer = age < MAX_AGE_SECONDS && age > -DAY_SECONDS ? patterns.replaceAll(ANSWER, now, "$1") : UNSET;
        }
        var page = browser.page();
        return answer.equals("granted-anyway")
                ? GRANTED
                : page.globalPrivacyControl() || (page.doNotTrack() && readsDoNotTrack.getAsBoolean())
                        ? DENIED
                        : answer;
    }

    public boolean granted() {
        return status().equals(GRANTED);
    }

    /**
     * Makes a refusal count before the server has answered: the cookie goes, and the status is this one until {@link #answered}. What
     * it was before is looked up first, so that a change is seen as one.
     */
    void refuse(String status) {
        status();
        refused = status;
        browser.cookies().expire(COOKIE);
    }

    /** The server has set the cookie: it alone counts again. */
    void answered() {
        refused = "";
    }
}
