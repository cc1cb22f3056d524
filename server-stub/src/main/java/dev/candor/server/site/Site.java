package dev.candor.server.site;

import dev.candor.server.admin.AdminHandler;
import dev.candor.server.admin.CollectorAdmin;
import dev.candor.server.http.Handler;
import dev.candor.server.http.Origins;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every path there is. */
public final class Site {
    // Two slashes at the beginning are what clients make of a base that ends with one.
    private static final String INGEST =
            "//?v1/(t|p|i|g|a|s|b|m|track|page|identify|group|alias|screen|batch|import)/?";
    private static final String SETTINGS = "/v1/projects/[^/]+/settings/?";

    private Site() {}

    /** The sample product, which knows Candor by its script tags and by {@code track}. */
    public static Routes sample(Routes routes, ConsentHandler consents, AssetHandler assets, QueryHandler query) {
        var dev = Dev.running();
        Handler editor = assets::editor;
        if (dev != null) {
            dev.add(routes);
            editor = dev.reloading(assets::editor);
        }
        return routes.on("GET", "/|/applications|/app/[^/]+/edit", consents.recalling(editor))
                .on("GET", "/editor\\.(js|css)|/editor/[a-z0-9-]+\\.[a-z0-9]+", assets::editorAsset)
                .on("POST", "/editor/queries/all_tickets", query::run);
    }

    public static Routes instance(
            IngestHandler ingest,
            ConsentHandler consents,
            AdminHandler admin,
            DictionaryHandler dictionary,
            Metrics metrics,
            AssetHandler assets,
            HealthHandler health,
            Origins origins) {
        var routes = common(consents.recalling(ingest::take), health, origins)
                .on("GET", "/candor(-consent)?(\\.[0-9a-f]{16})?\\.js", consents.recalling(assets::script))
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

    public static Routes collector(
            IngestHandler ingest,
            CollectorAdmin admin,
            Metrics metrics,
            AssetHandler assets,
            HealthHandler health,
            Origins origins) {
        var routes = common(ingest::take, health, origins)
                .on("GET", "/metrics", call -> metrics.show())
                .on("GET", "/admin\\.css", assets::adminStyle);
        return admin.addTo(routes);
    }

    private static Routes common(Handler ingest, HealthHandler health, Origins origins) {
        return new Routes()
                .on("OPTIONS", INGEST, origins::preflight)
                .on("POST", INGEST, origins.shared(ingest))
                .on("GET", SETTINGS, origins.shared(call -> settings()))
                .on("GET", "/healthz", call -> health.show());
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
