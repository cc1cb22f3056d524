package dev.candor.server.site;

import dev.candor.server.http.Handler;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Under {@code make dev} only: the sample's page asks which build serves it, and reloads itself when that is another. */
final class Dev {
    private static final String PROPERTY = "candor.dev";
    private static final String SCRIPT = """
            let seen;
            setInterval(async () => {
              const answer = await fetch("/editor/dev/build").catch(() => null);
              const build = answer && answer.ok ? await answer.text() : seen;
              if (seen && build !== seen) location.reload();
              seen = build;
            }, 500);
            """;

    private final String build;

    private Dev(String build) {
        this.build = build;
    }

    /** Null but where the system property {@code candor.dev} names a build. */
    static @Nullable Dev running() {
        var build = System.getProperty(PROPERTY);
        return build == null ? null : new Dev(build);
    }

    void add(Routes routes) {
        routes.on("GET", "/editor/dev/build", call -> text("text/plain", build))
                .on("GET", "/editor/dev/reload\\.js", call -> text("text/javascript", SCRIPT));
    }

    /** The page with the script in it, as a new one each time. */
    Handler reloading(Handler page) {
        return call -> page.handle(call).map(reply -> {
            if (reply.status() != 200 || reply.headers().containsKey("Content-Encoding")) {
                return reply;
            }
            var html = new String(reply.body(), StandardCharsets.UTF_8)
                    .replace("</head>", "<script src=\"/editor/dev/reload.js\" defer></script></head>");
            return reply.withBody(html.getBytes(StandardCharsets.UTF_8)).with("Cache-Control", "no-store");
        });
    }

    private static Reply text(String type, String text) {
        return Reply.text(200, type, text).with("Cache-Control", "no-store");
    }
}
