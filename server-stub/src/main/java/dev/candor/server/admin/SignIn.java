package dev.candor.server.admin;

import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import java.io.IOException;

/** {@code /admin/sign-in} and {@code /admin/sign-out}: the form that asks for the token. */
final class SignIn {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final AdminAccess access;

    SignIn(AdminAccess access) {
        this.access = access;
    }

    Routes addTo(Routes routes) {
        return routes.on("POST", "/admin/sign-in", this::signIn).on("POST", "/admin/sign-out", this::signOut);
    }

    /** 303 to the admin's page; 401 for a wrong token, 403 from another site's page, 429 after too many wrong tokens. */
    private Reply signIn(Call call) throws IOException, Call.BadBodyException {
        if (!call.sameOrigin()) {
            return AdminAccess.foreign();
        }
        return switch (access.tried(call, call.form().getOrDefault("token", "").strip())) {
            case SIGNED_IN -> Reply.redirect("/admin").with("Set-Cookie", access.begin(call));
            case WRONG_TOKEN -> html(401, AdminPage.signIn("This is not the admin token."));
            case TOO_MANY ->
                AdminAccess.later(html(429, AdminPage.signIn("Too many wrong tokens. Please wait a minute.")));
        };
    }

    /** 303 to the sign-in form; 403 for a form that is not the session's. */
    private Reply signOut(Call call) throws IOException, Call.BadBodyException {
        var session = access.session(call);
        if (session.isEmpty() || !AdminAccess.isOwnForm(call, call.form(), session.get())) {
            return AdminAccess.foreign();
        }
        return Reply.redirect("/admin").with("Set-Cookie", access.end(call, session.get()));
    }

    /** A page for admins, which no other site frames and nobody caches. */
    static Reply html(int status, String html) {
        return Reply.text(status, "text/html", html)
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("X-Frame-Options", "DENY")
                .with("Cache-Control", "no-store");
    }
}
