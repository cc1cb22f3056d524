package dev.candor.client;

import dev.candor.client.browser.Api;
import dev.candor.client.browser.Browser;
import dev.candor.client.browser.Value;
import dev.candor.client.capture.Clicks;
import dev.candor.client.capture.PageViews;
import dev.candor.client.capture.Routes;
import dev.candor.client.consent.Answers;
import dev.candor.client.consent.Consent;
import dev.candor.client.context.Messages;
import dev.candor.client.identity.AnonymousId;
import dev.candor.client.privacy.Addresses;
import dev.candor.client.privacy.Labels;
import dev.candor.client.privacy.Scrubber;
import dev.candor.client.queue.EventQueue;
import dev.candor.client.transport.Sender;

/** Puts the tracker together for a browser. */
final class Wiring {
    private final Browser browser;
    private final Options options;
    private final Scrubber scrubber;
    private final Labels labels;
    private final Consent consent;
    private final AnonymousId anonymousId;
    private final Analytics analytics;

    Wiring(Browser browser, Api api) {
        this.browser = browser;
        this.options = new Options(
                browser.script(), browser.patterns(), browser.values().text(null));
        this.scrubber = new Scrubber(browser.patterns());
        this.labels = new Labels(browser.patterns(), scrubber);
        this.consent = new Consent(browser, () -> !options.off("dnt"), options::closed, this::answered);
        this.anonymousId = new AnonymousId(browser.storage(), browser.randomness(), labels);
        this.analytics = new Analytics(
                browser,
                api,
                options,
                new Analytics.Visitor(consent, new Answers(browser, consent), anonymousId),
                labels,
                this::start);
    }

    void install() {
        analytics.install();
    }

    private void answered(String status) {
        analytics.answered(status);
    }

    private Tracker start(Analytics started) {
        var addresses = new Addresses(browser.patterns(), scrubber, options.text("params"));
        var queue = new EventQueue(browser);
        var sender = new Sender(browser, queue, new Sender.Target(this::batches, options.writeKey()), consent::granted);
        var messages = new Messages(browser, scrubber, addresses, labels);
        var signals = browser.signals();
        if (options.on("disableClientPersistence")) {
            browser.storage().close();
        }
        var tracker = new Tracker(browser, consent, new Tracker.Outlet(anonymousId, messages, queue, sender));
        // What takes the browser longest is done in tasks of its own, all before the first view's: the first cookie,
        // what is stored, who hears of changes to it, the other tabs, the patterns, and the first message.
        var timers = browser.timers();
        timers.after(0, consent::look);
        timers.after(0, tracker::begin);
        timers.after(0, () -> signals.onStored(sender::watch));
        timers.after(0, () -> browser.tabs().onTold(consent::look));
        timers.after(0, () -> {
            if (consent.granted()) {
                var unused = scrubber.text("");
            }
        });
        timers.after(0, () -> tracker.warmUp(browser.values().object()));
        signals.onVisible(consent::look);
        if (!options.off("auto")) {
            capture(addresses);
        }
        signals.onHidden(tracker::catchUp);
        signals.onHidden(sender::leave);
        signals.onOnline(sender::wake);
        return tracker;
    }

    private String batches() {
        return options.endpoint() + "/v1/batch" + (options.off("dnt") ? "?dnt=off" : "");
    }

    private void capture(Addresses addresses) {
        var page = browser.page();
        var table = options.value("routes");
        var routes = new Routes(
                browser.patterns(),
                table.kind() == Value.STRING ? browser.values().parse(table.asText()) : table);
        var views = new PageViews(
                page,
                browser.timers(),
                options.on("hashRouting"),
                (path, before) -> analytics.viewed(routes.eventName(path), before));
        views.listen(browser.signals());
        analytics.beforeEvents(views::view);
        new Clicks(page, browser.patterns(), addresses, labels, browser.json(), analytics::clicked)
                .listen(browser.signals(), options.on("scriptedClicks"));
    }
}
