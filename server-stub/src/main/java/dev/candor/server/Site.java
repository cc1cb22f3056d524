package dev.candor.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every path there is. */
final class Site {
    private static final String INGEST = "/v1/(t|p|i|g|a|s|b|m|track|page|identify|group|alias|screen|batch|import)/?";
    private static final String SETTINGS = "/v1/projects/[^/]+/settings/?";

    private Site() {}

    static Routes instance(
            IngestHandler ingest,
            ConsentHandler consents,
            AdminHandler admin,
            Metrics metrics,
            AssetHandler assets,
            HealthHandler health) {
        var dictionary = new DictionaryHandler();
        var routes = common(consents.recalling(ingest::take), health)
                .on("GET", "/candor(-consent)?(\\.[0-9a-f]{16})?\\.js", consents.recalling(assets::script))
                .on("GET", "/|/applications|/app/[^/]+/edit", consents.recalling(assets::editor))
                .on("GET", "/editor\\.(js|css)|/editor/[a-z0-9-]+\\.[a-z0-9]+", assets::editorAsset)
                .on("GET", "/metrics", call -> metrics.show())
                .on("GET", "/dictionary", call -> dictionary.page())
                .on("GET", "/dictionary\\.json", call -> dictionary.json())
                .on("GET", "/schema\\.json", call -> dictionary.schema())
                .on("GET", "/consent", consents::show)
                .on("POST", "/consent", consents::answer)
                .on("DELETE", "/consent", consents::withdraw)
                .on("GET", "/admin\\.css", assets::adminStyle);
        return admin.addTo(routes);
    }

    /** A collector is asked by pages of other origins, too. */
    static Routes collector(IngestHandler ingest, Metrics metrics, HealthHandler health) {
        return new Routes()
                .on(
                        "OPTIONS",
                        INGEST,
                        call -> open(Reply.empty(204))
                                .with("Access-Control-Allow-Methods", "POST")
                                .with("Access-Control-Allow-Headers", "authorization, content-type, x-retry-count")
                                .with("Access-Control-Max-Age", "86400"))
                .on("POST", INGEST, call -> open(ingest.take(call)))
                .on("GET", SETTINGS, call -> open(settings()))
                .on("GET", "/metrics", call -> metrics.show())
                .on("GET", "/healthz", call -> health.show());
    }

    private static Routes common(Handler ingest, HealthHandler health) {
        return new Routes()
                .on("POST", INGEST, ingest)
                .on("GET", SETTINGS, call -> settings())
                .on("GET", "/healthz", call -> health.show());
    }

    private static Reply open(Reply reply) {
        return reply.with("Access-Control-Allow-Origin", "*");
    }

    /** What Segment's browser client asks for before it sends: that there is one destination, this server. */
    private static Reply settings() {
        var destination = new LinkedHashMap<String, Object>();
        destination.put("apiKey", "");
        var settings = new LinkedHashMap<String, Object>();
        settings.put("integrations", Map.of("Segment.io", destination));
        settings.put("plan", Map.of("track", Map.of("__default", Map.of("enabled", true))));
        return Reply.json(200, settings);
    }
}
