package dev.candor.server.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: looks at an installation as a visitor's browser would. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks an installation from outside, as a visitor's browser sees it.",
            "Is the script served as browsers want it, does the question of consent work, is an event refused without consent, "
                    + "is the admin page closed, does the collector take events.",
            "Sends one event, without consent, which has to be refused, and one answer, a no, which is counted as any other."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no check failed; what begins with - could not be told from here",
            "1:a check failed; the line says which and what was expected",
            "2:an argument is wrong"
        })
public final class Verify implements Callable<Integer> {
    /** How the server, or a proxy before it, answers whoever may not see a page. */
    private static final Set<Integer> CLOSED = Set.of(401, 403, 404);

    private final ObjectMapper mapper = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the call.
    private CommandSpec spec;

    @Parameters(
            paramLabel = "URL",
            converter = Address.class,
            description = "The installation's address as visitors have it, such as https://product.example.org")
    @SuppressWarnings("NullAway.Init") // Set by picocli before the call.
    private URI url;

    private boolean failed;

    /** Returns what it found, or throws what is wrong. */
    @FunctionalInterface
    private interface Check {
        String run() throws IOException, FailedException, UntoldException;
    }

    /** What was expected, and what was there. */
    private static final class FailedException extends Exception {
        FailedException(String message) {
            super(message);
        }
    }

    /** Why it cannot be told from here. */
    private static final class UntoldException extends Exception {
        UntoldException(String message) {
            super(message);
        }
    }

    @Override
    public Integer call() {
        failed = false;
        var http = new Http(url);
        check("takes events", () -> healthy(http));
        check("script", () -> script(http));
        check("script is asked for again only when it changed", () -> unchanged(http));
        check("consent: unset without a cookie", () -> unset(http));
        check("consent: a no sets the cookie", () -> denied(http));
        check("consent: pages of other sites may not answer", () -> foreign(http));
        check("an event without consent is refused", () -> refused(http));
        check("the data dictionary is public", () -> dictionary(http));
        check("the admin's pages are closed", () -> closed(http));
        check("collector", () -> collector(http));
        if (failed && isCollector(http)) {
            spec.commandLine().getOut().println("This is a collector, which visitors do not see: status looks at it.");
        }
        return failed ? 1 : 0;
    }

    private void check(String name, Check check) {
        var out = spec.commandLine().getOut();
        try {
            var found = check.run();
            out.println("ok    " + name + (found.isEmpty() ? "" : ": " + found));
        } catch (UntoldException e) {
            out.println("-     " + name + ": " + e.getMessage());
        } catch (IOException | FailedException e) {
            failed = true;
            out.println("FAIL  " + name + ": " + e.getMessage());
        }
        out.flush();
    }

    /** Whether it takes events, and asks nobody: without its own health, it may be a proxy that knows nothing of it. */
    private static boolean isCollector(Http http) {
        try {
            return http.get("/healthz").body().contains("\"status\"")
                    && http.get("/consent").statusCode() == 404;
        } catch (IOException e) {
            return false;
        }
    }

    private static String healthy(Http http) throws IOException, FailedException, UntoldException {
        expect("/healthz", 200, inner(http, "/healthz").statusCode());
        return "";
    }

    /** What a proxy may keep from visitors. */
    private static HttpResponse<String> inner(Http http, String path) throws IOException, UntoldException {
        var answer = http.get(path);
        if (CLOSED.contains(answer.statusCode())) {
            throw new UntoldException("not told here, as " + path + " is closed (" + answer.statusCode() + ")");
        }
        return answer;
    }

    private static String script(Http http) throws IOException, FailedException {
        var answer = http.get("/candor.js", "Accept-Encoding", "br, gzip");
        expect("/candor.js", 200, answer.statusCode());
        var headers = answer.headers();
        expect("Content-Type", headers.firstValue("Content-Type").orElse(""), "text/javascript.*");
        expect(
                "X-Content-Type-Options",
                headers.firstValue("X-Content-Type-Options").orElse(""),
                "nosniff");
        expect("ETag", headers.firstValue("ETag").orElse(""), "(W/)?\".+\"");
        expect("Content-Encoding", headers.firstValue("Content-Encoding").orElse(""), "br|gzip");
        return headers.firstValue("Content-Encoding").orElse("");
    }

    private static String unchanged(Http http) throws IOException, FailedException {
        var tag = http.get("/candor.js").headers().firstValue("ETag").orElse("");
        expect(
                "/candor.js with If-None-Match",
                304,
                http.get("/candor.js", "If-None-Match", tag).statusCode());
        return "";
    }

    private String unset(Http http) throws IOException, FailedException {
        var answer = http.get("/consent");
        expect("/consent", 200, answer.statusCode());
        var state = mapper.readTree(answer.body());
        expect("status", state.path("status").asText(), "unset");
        expect("sharing", state.path("sharing").asText(), "yes|no|unset");
        return "sharing is "
                + (state.path("disabled").asBoolean()
                        ? "off"
                        : state.path("sharing").asText());
    }

    private static String denied(Http http) throws IOException, FailedException {
        var answer = http.send("POST", "/consent", "{\"status\":\"denied\"}", "Origin", http.origin());
        expect("POST /consent", 200, answer.statusCode());
        var cookie = answer.headers().firstValue("Set-Cookie").orElse("");
        expect("Set-Cookie", cookie, "candor_consent=denied:\\d+:\\d+;.*SameSite=Lax.*");
        if (http.origin().startsWith("https:")) {
            expect("Set-Cookie", cookie, ".*; Secure.*");
        }
        return "";
    }

    private static String foreign(Http http) throws IOException, FailedException {
        var answer = http.send("POST", "/consent", "{\"status\":\"granted\"}", "Origin", "https://other.invalid");
        expect("POST /consent from elsewhere", 403, answer.statusCode());
        return "";
    }

    private static String refused(Http http) throws IOException, FailedException {
        var answer = http.send("POST", "/v1/t", "{\"event\":\"CANDOR_VERIFY\"}", "Origin", http.origin());
        expect("POST /v1/t", 204, answer.statusCode());
        return "";
    }

    private static String dictionary(Http http) throws IOException, FailedException {
        expect("/dictionary", 200, http.get("/dictionary").statusCode());
        return "";
    }

    private static String closed(Http http) throws IOException, FailedException {
        int status = http.get("/admin/settings").statusCode();
        if (!CLOSED.contains(status)) {
            expect("/admin/settings", 401, status);
        }
        return "";
    }

    private static String collector(Http http) throws IOException, FailedException, UntoldException {
        var up = Status.metrics(inner(http, "/metrics").body()).get("candor_relay_up");
        if (up == null) {
            return "none is set, events stay here";
        }
        if (!up.equals("1")) {
            throw new FailedException("the last batch was not taken; /admin says why");
        }
        return "took the last batch, or has not been sent one";
    }

    private static void expect(String what, int expected, int status) throws FailedException {
        if (status != expected) {
            throw new FailedException(what + " answered " + status + ", expected " + expected);
        }
    }

    private static void expect(String what, String value, String pattern) throws FailedException {
        if (!value.matches(pattern)) {
            throw new FailedException(what + " is " + (value.isEmpty() ? "absent" : "'" + value + "'"));
        }
    }
}
