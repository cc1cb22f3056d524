package dev.candor.server;

import dev.candor.server.http.Handler;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import dev.candor.server.ingest.BodyReader;
import dev.candor.server.ingest.Cleaning;
import dev.candor.server.ingest.InvalidBodyException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;

/**
 * The same web server and servlet, which read the body and answer as if it were stored: what storing and checking is measured against.
 * With a folder as its argument it checks and cleans as Candor does, and stores nothing.
 */
public final class Bare {
    private Bare() {}

    public static void main(String[] arguments) throws Exception {
        var cleaning = arguments.length == 0 ? null : new Cleaning(Path.of(arguments[0]), new Random(1));
        var clock = Clock.systemUTC();
        Handler taken = call -> {
            var body = call.body(BodyReader.MAX_BODY_BYTES);
            try {
                boolean some = cleaning == null || cleaning.clean(body, clock.instant()) > 0;
                return Reply.json(200, Map.of("success", some));
            } catch (InvalidBodyException e) {
                return Reply.failure(400, String.valueOf(e.getMessage()));
            }
        };
        var routes = new Routes().on("POST", "/v1/batch", taken);
        new WebServer("127.0.0.1", Integer.parseInt(System.getenv("PORT")), new CandorServlet(routes));
        Thread.currentThread().join();
    }
}
