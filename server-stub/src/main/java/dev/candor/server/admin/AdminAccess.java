package dev.candor.server.admin;

import dev.candor.server.http.Call;
import dev.candor.server.http.Handler;
import dev.candor.server.http.Reply;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may look and change: whoever has the token, in a header or in a session that began with it. */
public final class AdminAccess {
    private static final String COOKIE = "candor_admin";

    private final AdminToken token;
    private final Sessions sessions;
    private final SignInLimit limit;

    public AdminAccess(AdminToken token, Sessions sessions, SignInLimit limit) {
        this.token = token;
        this.sessions = sessions;
        this.limit = limit;
    }

    /** What came of a token that was typed in. */
    enum Outcome {
        SIGNED_IN,
        WRONG_TOKEN,
        TOO_MANY
    }

    /** Looks at a token that was typed in; counts a wrong one. */
    Outcome tried(Call call, String given) {
        if (limit.isReached(call.peer())) {
            return Outcome.TOO_MANY;
        }
        if (!token.matches(given)) {
            limit.failed(call.peer());
            return Outcome.WRONG_TOKEN;
        }
        return Outcome.SIGNED_IN;
    }

    /** The Set-Cookie header of a session that begins now. */
    String begin(Call call) {
        return cookie(sessions.begin().id(), Sessions.MAX_AGE.toSeconds(), call.secure());
    }

    /** Ends a session. The Set-Cookie header that takes its cookie back. */
    String end(Call call, Sessions.Session session) {
        sessions.end(session.id());
        return cookie("", 0, call.secure());
    }

    Optional<Sessions.Session> session(Call call) {
        return call.cookies(COOKIE).stream()
                .map(sessions::find)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Who may look at a page: whoever has a session, or sends the token with the call, for this look alone. */
    Optional<Sessions.Session> viewer(Call call) {
        var session = session(call);
        return session.isEmpty() && sent(call) == Outcome.SIGNED_IN ? Optional.of(sessions.once()) : session;
    }

    /** Whether a form comes from a page of this server that was made for this session. */
    static boolean isOwnForm(Call call, Map<String, String> form, Sessions.Session session) {
        return call.sameOrigin() && session.hasFormToken(form.getOrDefault("csrf", ""));
    }

    /** Answers an admin; 401 without the token, 429 after too many wrong ones. */
    Handler guarded(Handler handler) {
        return call -> {
            var refusal = refusal(call);
            return refusal == null ? handler.handle(call) : refusal;
        };
    }

    private @Nullable Reply refusal(Call call) {
        if (session(call).isPresent()) {
            return null;
        }
        return switch (sent(call)) {
            case SIGNED_IN -> null;
            case TOO_MANY -> later(Reply.failure(429, "too many wrong tokens"));
            case WRONG_TOKEN ->
                Reply.failure(401, "Authorization: has to be Bearer and the admin token")
                        .with("WWW-Authenticate", "Bearer");
        };
    }

    /** Looks at the token in the header, if there is one. */
    private Outcome sent(Call call) {
        var token = Call.credentials(call.header("Authorization"), "Bearer");
        return token == null ? Outcome.WRONG_TOKEN : tried(call, token);
    }

    /** A reply that says when to try again. */
    static Reply later(Reply reply) {
        return reply.with("Retry-After", Long.toString(SignInLimit.WINDOW.toSeconds()));
    }

    static Reply foreign() {
        return Reply.failure(403, "only a page of this server may do that");
    }

    private static String cookie(String value, long maxAgeSeconds, boolean secure) {
        return COOKIE + "=" + value + "; Path=/admin; Max-Age=" + maxAgeSeconds + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }
}
