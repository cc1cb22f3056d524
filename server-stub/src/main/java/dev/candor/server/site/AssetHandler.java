package dev.candor.server.site;

import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** The tracker and the sample editor page. 404 for what the class path does not have. */
public final class AssetHandler {
    private static final String SCRIPTS = "/META-INF/resources/candor/";
    private static final String EDITOR = "/dev/candor/server/editor/";
    private static final Pattern SCRIPT = Pattern.compile("/(candor|candor-consent)(?:\\.([0-9a-f]{16}))?\\.js");
    static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'";

    private static final byte[] NOTHING_TO_ASK =
            "// This instance shares no usage data, so there is nothing to ask.\n".getBytes(StandardCharsets.UTF_8);

    private final BooleanSupplier asks;
    private final Map<String, Optional<Asset>> assets = new ConcurrentHashMap<>();

    /** @param asks whether visitors' answers matter: where the instance shares nothing, the banner's script is empty */
    public AssetHandler(BooleanSupplier asks) {
        this.asks = asks;
    }

    /** {@code /candor.js}, or {@code /candor.<hash>.js} which never changes. */
    Reply script(Call call) throws IOException {
        var name = SCRIPT.matcher(call.path());
        if (!name.matches()) {
            return missing();
        }
        if (name.group(1).equals("candor-consent") && !asks.getAsBoolean()) {
            return Reply.bytes(200, "text/javascript;charset=utf-8", NOTHING_TO_ASK)
                    .with("Cache-Control", "no-store");
        }
        var asset = asset(SCRIPTS + name.group(1) + ".js");
        var hash = name.group(2);
        boolean outdated =
                hash != null && asset.isPresent() && !hash.equals(asset.get().hash());
        return asset.isEmpty() || outdated ? missing() : asset.get().serve(call, hash != null);
    }

    /** The sample editor, which routes in the browser. */
    Reply editor(Call call) throws IOException {
        return asset(EDITOR + "editor.html")
                .map(page -> page.serve(call, false)
                        .with("Content-Security-Policy", PAGE_POLICY)
                        .with("Referrer-Policy", "same-origin"))
                .orElse(missing());
    }

    /** {@code /editor.js}, {@code /editor.css} and whatever else lies beside the page. */
    Reply editorAsset(Call call) throws IOException {
        var name = call.path().replaceFirst("^/(editor/)?", "");
        return asset(EDITOR + name).map(asset -> asset.serve(call, false)).orElse(missing());
    }

    /** The admin page's style sheet. */
    Reply adminStyle(Call call) throws IOException {
        return asset("/dev/candor/server/admin/admin.css")
                .map(asset -> asset.serve(call, false))
                .orElse(missing());
    }

    private Optional<Asset> asset(String resource) throws IOException {
        var known = assets.get(resource);
        if (known == null) {
            known = Asset.find(resource);
            if (known.isPresent()) {
                assets.put(resource, known);
            }
        }
        return known;
    }

    private static Reply missing() {
        return Reply.failure(404, "there is nothing at this path");
    }
}
