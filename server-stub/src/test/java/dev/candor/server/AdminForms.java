package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** The admin's pages as a person uses them: signs in, and sends their forms. */
final class AdminForms {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private AdminForms() {}

    /** The session's cookie. */
    static String signIn(TestServer server) throws Exception {
        var reply = server.post("/admin/sign-in", "token=" + TestServer.TOKEN);
        assertThat(reply.statusCode()).isEqualTo(303);
        assertThat(reply.headers().firstValue("Location")).hasValue("/admin");
        var cookie = reply.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("; HttpOnly; SameSite=Strict").startsWith("candor_admin=");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** The token in a page's forms. */
    static String token(String page) {
        var token = FORM_TOKEN.matcher(page);
        assertThat(token.find()).isTrue();
        return token.group(1);
    }
}
