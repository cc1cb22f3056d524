package dev.candor.server.site;

import dev.candor.server.http.Reply;
import dev.candor.server.store.EventStore;
import java.util.Map;

/** {@code GET /healthz}: 200 while the store's file can be written; 503 with the reason while it cannot. */
public final class HealthHandler {
    private final EventStore store;

    public HealthHandler(EventStore store) {
        this.store = store;
    }

    /** {@code {"status":"ok"}} or {@code {"status":"failing","reason":"the disk is full"}}. */
    Reply show() {
        var trouble = store.trouble();
        return trouble == null
                ? Reply.json(200, Map.of("status", "ok"))
                : Reply.json(503, Map.of("status", "failing", "reason", trouble))
                        .with("Retry-After", "5");
    }
}
