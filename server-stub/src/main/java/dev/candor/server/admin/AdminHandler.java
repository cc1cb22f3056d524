package dev.candor.server.admin;

import dev.candor.server.consent.Sharing;
import dev.candor.server.dictionary.DataDictionary;
import dev.candor.server.dictionary.DescribedField;
import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import dev.candor.server.keepalive.KeepAlive;
import dev.candor.server.privacy.Scrubbed;
import dev.candor.server.store.EventStore;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /admin}: the pages with the switch and the inspector, which work without scripts. */
public final class AdminHandler {
    private static final int SHOWN_EVENTS = 50;

    /** What the admin looks at and changes. */
    public record Parts(
            Sharing sharing,
            EventStore store,
            KeepAlive keepAlive,
            Scrubbed scrubbed,
            RelayStatus relay,
            @Nullable String destination,
            AdminAccess access) {}

    /** The relay as the admin sees it. */
    public interface RelayStatus {
        /** What went wrong the last time, or null. */
        @Nullable
        String trouble();

        /** There is something to send. */
        void wake();
    }

    /** Read when the first admin looks: a start should not wait for it. */
    private static final class Dictionary {
        private static final List<DescribedField> NEWS = new DataDictionary().news();
    }

    private final Parts parts;
    private final AdminAccess access;
    private final SignIn signIn;
    private final AdminSettings settings;
    private final AdminInspector inspector;

    public AdminHandler(Parts parts) {
        this.parts = parts;
        this.access = parts.access;
        this.signIn = new SignIn(access);
        this.settings = new AdminSettings(parts.sharing);
        this.inspector = new AdminInspector(parts.store, parts.keepAlive);
    }

    /** All paths under {@code /admin}, those with data for admins alone. */
    public Routes addTo(Routes routes) {
        return signIn.addTo(routes)
                .on("GET", "/admin/?", this::page)
                .on("POST", "/admin/general", this::save)
                .on("POST", "/admin/send-again", this::sendAgain)
                .on("GET", "/admin/settings", access.guarded(settings::show))
                .on("PUT", "/admin/settings", access.guarded(settings::change))
                .on("GET", "/admin/events", access.guarded(inspector::events))
                .on("GET", "/admin/events\\.ndjson", access.guarded(inspector::download))
                .on("GET", "/admin/statistics", access.guarded(new StatisticsHandler(parts.store)::show))
                .on("GET", "/admin/answers", access.guarded(inspector::answers))
                .on("GET", "/admin/preview", access.guarded(inspector::preview));
    }

    /** 200 with the settings; 401 with the sign-in form. */
    private Reply page(Call call) throws IOException {
        var session = access.viewer(call);
        if (session.isEmpty()) {
            return SignIn.html(401, AdminPage.signIn(""));
        }
        var notice = call.query().containsKey("saved") ? "Saved." : "";
        return settingsPage(200, call, session.get(), notice);
    }

    /**
     * The form with the switch: 303 back to the settings; 401 without a session, 403 for a form that is not the session's, 409 when the
     * switch is locked, 500 when it could not be saved.
     */
    private Reply save(Call call) throws IOException, Call.BadBodyException {
        var session = access.session(call);
        if (session.isEmpty()) {
            return SignIn.html(401, AdminPage.signIn("Please sign in again."));
        }
        var form = call.form();
        if (!AdminAccess.isOwnForm(call, form, session.get())) {
            return AdminAccess.foreign();
        }
        if (parts.sharing.lock() != null) {
            return settingsPage(409, call, session.get(), "Nothing was changed: the switch is locked.");
        }
        return settings.turn("on".equals(form.get("share")))
                ? Reply.redirect("/admin?saved")
                : settingsPage(500, call, session.get(), settings.notWritten());
    }

    /** The form that sends once more what the collector refused: 303 back to the settings; 401 and 403 as for the switch. */
    private Reply sendAgain(Call call) throws IOException, Call.BadBodyException {
        var session = access.session(call);
        if (session.isEmpty()) {
            return SignIn.html(401, AdminPage.signIn("Please sign in again."));
        }
        if (!AdminAccess.isOwnForm(call, call.form(), session.get())) {
            return AdminAccess.foreign();
        }
        parts.store.sendAgain();
        parts.relay.wake();
        return Reply.redirect("/admin");
    }

    private Reply settingsPage(int status, Call call, Sessions.Session session, String notice) throws IOException {
        var sharing = parts.sharing;
        var view = new AdminView(
                sharing.allowsEvents(),
                sharing.answer(),
                sharing.lock(),
                parts.destination,
                parts.store.counts(),
                space(),
                parts.store.latest(SHOWN_EVENTS),
                parts.store.setAside(SHOWN_EVENTS),
                parts.store.statistics(StatisticsHandler.days(call)),
                parts.scrubbed.counts(),
                Dictionary.NEWS,
                parts.keepAlive.next(),
                parts.relay.trouble(),
                session.formToken(),
                notice);
        return SignIn.html(status, AdminPage.settings(view));
    }

    private AdminView.Space space() throws IOException {
        var trouble = parts.store.trouble();
        return new AdminView.Space(100 * parts.store.bytes() / parts.store.maxBytes(), trouble);
    }
}
