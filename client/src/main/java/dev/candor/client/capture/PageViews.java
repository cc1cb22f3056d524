package dev.candor.client.capture;

import dev.candor.client.browser.Page;
import dev.candor.client.browser.Signals;
import dev.candor.client.browser.Timers;
import java.util.function.BiConsumer;

/**
 * Sees each view once: the first, and each time that the path becomes another. The first is reported when the document has been read, so
 * that its title and canonical link are known. What replaces an address before the page had time to show it is a redirect, and part of
 * the same view. A page in the background or rendered ahead has none until somebody sees it.
 */
public final class PageViews {
    private final Page page;
    private final Timers timers;
    private final boolean hashRouting;
    private final BiConsumer<String, String> viewed;
    private String seen = "";
    private String referrer;
    private boolean pending;

    /** @param viewed is told the path by which the view is named, and the address of the view before */
    public PageViews(Page page, Timers timers, boolean hashRouting, BiConsumer<String, String> viewed) {
        this.page = page;
        this.timers = timers;
        this.hashRouting = hashRouting;
        this.viewed = viewed;
        this.referrer = page.referrer();
    }

    public void listen(Signals signals) {
        signals.onPush(this::view);
        signals.onAddress(this::changed);
        signals.onVisible(this::changed);
        signals.onRestored(() -> {
            seen = "";
            changed();
        });
        signals.onHidden(this::view);
        pending = page.visible();
        signals.onComplete(() -> timers.after(0, this::view));
    }

    private void changed() {
        if (!pending && page.visible() && !path().equals(seen)) {
            pending = true;
            // What the path shows, and its title, may come in a task that begins as late as this one.
            timers.after(0, () -> timers.after(0, this::view));
        }
    }

    /** Reports the view that is still waiting for a redirect, if there is one. */
    public void view() {
        if (pending) {
            pending = false;
            if (!path().equals(seen)) {
                seen = path();
                viewed.accept(seen, referrer);
                referrer = page.href();
            }
        }
    }

    private String path() {
        return page.path() + (hashRouting ? page.hash() : "");
    }
}
