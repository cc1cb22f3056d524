package dev.candor.server;

import dev.candor.server.ingest.BodyReader;
import java.util.Map;

/** The same web server and servlet, which read the body and answer as if it were stored: what storing and checking is measured against. */
public final class Bare {
    private Bare() {}

    public static void main(String[] arguments) throws Exception {
        Handler taken = call -> {
            call.body(BodyReader.MAX_BODY_BYTES);
            return Reply.json(200, Map.of("success", true));
        };
        var routes = new Routes().on("POST", "/v1/batch", taken);
        new WebServer("127.0.0.1", Integer.parseInt(System.getenv("PORT")), new CandorServlet(routes));
        Thread.currentThread().join();
    }
}
