package dev.candor.server.site;

import dev.candor.event.ActionTriggered;
import dev.candor.event.Datasource;
import dev.candor.server.consent.Consent;
import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import dev.candor.server.ingest.ProductEvents;
import java.util.LinkedHashMap;

/**
 * The sample editor's own server: runs its one query, and tells Candor as a product would. An event of a server needs the admin's yes
 * alone; the sample asks for the visitor's as well.
 */
public final class QueryHandler {
    private static final long ELAPSED_MS = 8;

    private final ProductEvents events;
    private final ConsentHandler consents;

    public QueryHandler(ProductEvents events, ConsentHandler consents) {
        this.events = events;
        this.consents = consents;
    }

    /** 200 with {@code {"rows":3,"elapsedMs":8}}; 403 from another site's page. */
    Reply run(Call call) {
        if (!call.sameOrigin()) {
            return Reply.failure(403, "only a page of this server may do that");
        }
        if (consents.consent(call) == Consent.GRANTED) {
            events.track(sample());
        }
        var result = new LinkedHashMap<String, Object>();
        result.put("rows", 3);
        result.put("elapsedMs", ELAPSED_MS);
        return Reply.json(200, result);
    }

    private static ActionTriggered sample() {
        return new ActionTriggered(
                "64f0c1a2b3d4e5f6a7b8c9d0",
                "edit",
                "Support desk",
                new Datasource("Tickets"),
                "",
                true,
                true,
                "all_tickets",
                "Lowdown",
                "SERVER",
                "64f0c1a2b3d4e5f6a7b8c9df",
                "Tickets",
                "PostgreSQL",
                "200",
                ELAPSED_MS,
                "DB",
                "ada@example.org");
    }
}
