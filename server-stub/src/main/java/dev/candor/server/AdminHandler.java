package dev.candor.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.admin.AdminPage;
import dev.candor.server.admin.AdminToken;
import dev.candor.server.admin.AdminView;
import dev.candor.server.admin.Sessions;
import dev.candor.server.admin.SignInLimit;
import dev.candor.server.consent.Sharing;
import dev.candor.server.dictionary.DataDictionary;
import dev.candor.server.dictionary.DescribedEvent;
import dev.candor.server.keepalive.KeepAlive;
import dev.candor.server.store.EventStore;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /admin}: the switch and the inspector, for whoever has the token. Every path answers 401 without it and 429 after
 * too many wrong ones; what changes something answers 403 to a page of another site or a form without its token.
 */
final class AdminHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final String COOKIE = "candor_admin";
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; " + "frame-ancestors 'none'";
    private static final int MAX_EVENTS = 1_000;
    private static final int SHOWN_EVENTS = 50;

    /** What the admin looks at and changes. */
    record Parts(
            Configuration configuration,
            Sharing sharing,
            EventStore store,
            KeepAlive keepAlive,
            RelayStatus relay,
            AdminToken token,
            Sessions sessions,
            SignInLimit limit) {}

    /** What went wrong with the collector the last time, or null. */
    interface RelayStatus {
        @Nullable
        String trouble();
    }

    private final Parts parts;
    private final ObjectMapper mapper = new ObjectMapper();

    AdminHandler(Parts parts) {
        this.parts = parts;
    }

    /** 200 with the settings; 401 with the sign-in form. */
    Reply page(Call call) throws IOException {
        var session = session(call);
        if (session.isEmpty()) {
            return html(401, AdminPage.signIn(""));
        }
        var notice = call.query().containsKey("saved") ? "Saved." : "";
        return settingsPage(200, session.get(), notice);
    }

    /** 303 to the settings; 401 for a wrong token. */
    Reply signIn(Call call) throws IOException, Call.BadBodyException {
        if (!call.sameOrigin()) {
            return foreign();
        }
        if (parts.limit.isReached(call.peer())) {
            return html(429, AdminPage.signIn("Too many wrong tokens. Please wait a minute."))
                    .with("Retry-After", Long.toString(SignInLimit.WINDOW.toSeconds()));
        }
        if (!parts.token.matches(call.form().getOrDefault("token", "").strip())) {
            parts.limit.failed(call.peer());
            return html(401, AdminPage.signIn("This is not the admin token."));
        }
        var session = parts.sessions.begin();
        return Reply.redirect("/admin")
                .with("Set-Cookie", cookie(session.id(), Sessions.MAX_AGE.toSeconds(), call.secure()));
    }

    /** 303 to the sign-in form. */
    Reply signOut(Call call) throws IOException, Call.BadBodyException {
        var session = session(call);
        if (!call.sameOrigin() || session.isEmpty() || !hasFormToken(call.form(), session.get())) {
            return foreign();
        }
        parts.sessions.end(session.get().id());
        return Reply.redirect("/admin").with("Set-Cookie", cookie("", 0, call.secure()));
    }

    /** The form with the switch: 303 back to the settings; 409 when the switch is locked. */
    Reply save(Call call) throws IOException, Call.BadBodyException {
        var session = session(call);
        if (session.isEmpty()) {
            return html(401, AdminPage.signIn("Please sign in again."));
        }
        var form = call.form();
        if (!call.sameOrigin() || !hasFormToken(form, session.get())) {
            return foreign();
        }
        if (parts.sharing.lock() != null) {
            return settingsPage(409, session.get(), "Nothing was changed: the switch is locked.");
        }
        try {
            parts.sharing.turn("on".equals(form.get("share")));
        } catch (IOException e) {
            LOG.error(
                    "docker.env or the data directory could not be written: {}",
                    e.getClass().getName());
            return settingsPage(500, session.get(), notWritten());
        }
        return Reply.redirect("/admin?saved");
    }

    /** 200 with the setting. */
    Reply settings(Call call) {
        var refusal = refusal(call);
        return refusal != null ? refusal : Reply.json(200, settings());
    }

    /** 200 with the new setting; 400 for a body that names none; 409 when it is locked. */
    Reply change(Call call) throws IOException, Call.BadBodyException {
        var refusal = refusal(call);
        if (refusal != null) {
            return refusal;
        }
        if (!call.sameOrigin()) {
            return foreign();
        }
        JsonNode wanted;
        try {
            wanted = mapper.readTree(call.body(16 * 1024)).path("shareAnonymousUsageData");
        } catch (IOException e) {
            return Reply.failure(400, "the body is not JSON that can be read");
        }
        if (!wanted.isBoolean()) {
            return Reply.failure(400, "shareAnonymousUsageData: has to be true or false");
        }
        var lock = parts.sharing.lock();
        if (lock != null) {
            return Reply.failure(409, lock.variable() + " is set in " + lock.in() + ", which locks this setting");
        }
        try {
            parts.sharing.turn(wanted.booleanValue());
        } catch (IOException e) {
            LOG.error(
                    "docker.env or the data directory could not be written: {}",
                    e.getClass().getName());
            return Reply.failure(500, notWritten());
        }
        return Reply.json(200, settings());
    }

    /** 200 with the last events; 400 for a limit that is no number from 1 to 1,000. */
    Reply events(Call call) throws IOException {
        var refusal = refusal(call);
        if (refusal != null) {
            return refusal;
        }
        var limit = call.query().getOrDefault("limit", Integer.toString(SHOWN_EVENTS));
        if (!limit.matches("\\d{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MAX_EVENTS) {
            return Reply.failure(400, "limit: has to be a number from 1 to " + MAX_EVENTS);
        }
        var counts = parts.store.counts();
        var events = parts.store.latest(Integer.parseInt(limit)).stream()
                .map(AdminHandler::shown)
                .collect(Collectors.joining(",", "[", "]"));
        var text = "{\"events\":" + events + ",\"waiting\":" + counts.waiting() + ",\"relayed\":" + counts.relayed()
                + ",\"refused\":" + counts.refused() + ",\"nextKeepAlive\":" + nextKeepAlive() + "}";
        return Reply.text(200, "application/json", text).with("Cache-Control", "no-store");
    }

    /** 200 with the last events as they were or will be relayed, one a line, to keep. */
    Reply download(Call call) throws IOException {
        var refusal = refusal(call);
        if (refusal != null) {
            return refusal;
        }
        var lines = parts.store.latest(MAX_EVENTS).stream()
                .map(event -> event.json() + "\n")
                .collect(Collectors.joining());
        return Reply.text(200, "application/x-ndjson", lines)
                .with("Content-Disposition", "attachment; filename=\"candor-events.ndjson\"")
                .with("Cache-Control", "no-store");
    }

    /**
     * 200 with what would be sent now: what waits, the next keep-alive, and an example of each event that a yes would send.
     * {@code {"waiting":[{…}],"nextKeepAlive":{"due":"…","event":{…}},"examples":[{…}]}}.
     */
    Reply preview(Call call) throws IOException {
        var refusal = refusal(call);
        if (refusal != null) {
            return refusal;
        }
        var waiting = parts.store.waiting(MAX_EVENTS, Long.MAX_VALUE).stream()
                .map(KeptEvent::json)
                .collect(Collectors.joining(",", "[", "]"));
        var examples = new DataDictionary()
                .events().stream().map(DescribedEvent::example).collect(Collectors.joining(",", "[", "]"));
        var text =
                "{\"waiting\":" + waiting + ",\"nextKeepAlive\":" + nextKeepAlive() + ",\"examples\":" + examples + "}";
        return Reply.text(200, "application/json", text).with("Cache-Control", "no-store");
    }

    /** 200 with how many visitors answered what: {@code {"answers":[{"day":"…","policyVersion":1,"answer":"granted","count":3}]}}. */
    Reply answers(Call call) throws IOException {
        var refusal = refusal(call);
        return refusal != null ? refusal : Reply.json(200, Map.of("answers", parts.store.answers(MAX_EVENTS)));
    }

    /** The event's text is put in as it stands: what is shown is what is sent, byte for byte. */
    private static String shown(KeptEvent event) {
        return "{\"event\":" + event.json() + ",\"withheld\":" + event.withheld() + ",\"state\":\"" + event.state()
                + "\"}";
    }

    private String nextKeepAlive() throws IOException {
        return parts.keepAlive
                .next()
                .map(next -> "{\"due\":\"" + next.due() + "\",\"event\":" + next.json() + "}")
                .orElse("null");
    }

    private Map<String, Object> settings() {
        var sharing = parts.sharing;
        var lock = sharing.lock();
        var settings = new LinkedHashMap<String, Object>();
        settings.put("shareAnonymousUsageData", sharing.allowsEvents());
        settings.put("lockedBy", lock == null ? null : lock.variable());
        settings.put("lockedIn", lock == null ? null : lock.in());
        settings.put("sharing", sharing.answer().text());
        settings.put("source", sharing.source());
        settings.put("disabled", sharing.disabled());
        return settings;
    }

    private Reply settingsPage(int status, Sessions.Session session, String notice) throws IOException {
        var sharing = parts.sharing;
        var upstream = parts.configuration.upstream();
        var view = new AdminView(
                sharing.allowsEvents(),
                sharing.answer(),
                sharing.lock(),
                upstream == null ? null : upstream.toString(),
                parts.store.counts(),
                parts.store.latest(SHOWN_EVENTS),
                parts.store.answers(SHOWN_EVENTS),
                parts.keepAlive.next(),
                parts.relay.trouble(),
                session.formToken(),
                notice);
        return html(status, AdminPage.settings(view));
    }

    private String notWritten() {
        return parts.sharing.allowsEvents() || parts.sharing.lock() != null
                ? "The setting could not be saved."
                : "Nothing is sent any more, but docker.env could not be written.";
    }

    /** Why the request is not answered, or null when it comes from an admin. */
    private @Nullable Reply refusal(Call call) {
        if (session(call).isPresent()) {
            return null;
        }
        if (parts.limit.isReached(call.peer())) {
            return Reply.failure(429, "too many wrong tokens")
                    .with("Retry-After", Long.toString(SignInLimit.WINDOW.toSeconds()));
        }
        var header = call.header("Authorization");
        boolean given = header.regionMatches(true, 0, "Bearer ", 0, 7);
        if (given && parts.token.matches(header.substring(7).strip())) {
            return null;
        }
        if (given) {
            parts.limit.failed(call.peer());
        }
        return Reply.failure(401, "Authorization: has to be Bearer and the admin token")
                .with("WWW-Authenticate", "Bearer");
    }

    private Optional<Sessions.Session> session(Call call) {
        return call.cookies(COOKIE).stream()
                .map(parts.sessions::find)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean hasFormToken(Map<String, String> form, Sessions.Session session) {
        return session.hasFormToken(form.getOrDefault("csrf", ""));
    }

    private static Reply foreign() {
        return Reply.failure(403, "only a page of this server may do that");
    }

    private static Reply html(int status, String html) {
        return Reply.text(status, "text/html", html)
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("X-Frame-Options", "DENY")
                .with("Cache-Control", "no-store");
    }

    private static String cookie(String value, long maxAgeSeconds, boolean secure) {
        return COOKIE + "=" + value + "; Path=/admin; Max-Age=" + maxAgeSeconds + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }
}
