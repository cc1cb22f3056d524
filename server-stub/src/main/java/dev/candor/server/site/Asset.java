package dev.candor.server.site;

import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of the class path, as it is and as it was compressed by the build.
 *
 * @param hash of its content: names a version of it
 * @param encoded by content coding, the one to prefer first; the plain form last, under {@code identity}
 */
record Asset(String type, String hash, Map<String, byte[]> encoded) {
    private static final String REVALIDATE = "no-cache";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    static Optional<Asset> find(String resource) throws IOException {
        var plain = read(resource);
        if (plain == null) {
            return Optional.empty();
        }
        var encoded = new LinkedHashMap<String, byte[]>();
        var brotli = read(resource + ".br");
        var gzip = read(resource + ".gz");
        if (brotli != null) {
            encoded.put("br", brotli);
        }
        if (gzip != null) {
            encoded.put("gzip", gzip);
        }
        encoded.put("identity", plain);
        return Optional.of(new Asset(type(resource), hash(plain), encoded));
    }

    /** 200 with the best form that the client takes, or 304. */
    Reply serve(Call call, boolean immutable) {
        var coding = coding(call.header("Accept-Encoding"));
        var tag = "\"" + hash + (coding.equals("identity") ? "" : "-" + coding) + "\"";
        boolean same = Arrays.stream(call.header("If-None-Match").split(",", -1))
                .map(given -> given.strip().replaceFirst("^W/", ""))
                .anyMatch(given -> given.equals(tag) || given.equals("*"));
        var body = encoded.getOrDefault(coding, new byte[0]);
        var reply = (same ? Reply.empty(304) : Reply.bytes(200, type, body))
                .with("ETag", tag)
                .with("Vary", "Accept-Encoding")
                .with("Cache-Control", immutable ? FOREVER : REVALIDATE);
        return coding.equals("identity") || same ? reply : reply.with("Content-Encoding", coding);
    }

    private String coding(String accepted) {
        for (var coding : encoded.keySet()) {
            for (var given : accepted.split(",", -1)) {
                var parts = given.strip().split("\\s*;\\s*", 2);
                boolean refused = parts.length > 1 && parts[1].matches("q=0(\\.0*)?");
                if (parts[0].equalsIgnoreCase(coding) && !refused) {
                    return coding;
                }
            }
        }
        return "identity";
    }

    private static byte @Nullable [] read(String resource) throws IOException {
        try (var in = Asset.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }

    private static String type(String resource) {
        var name = String.valueOf(Path.of(resource).getFileName());
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "html" -> "text/html;charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "ico" -> "image/x-icon";
            case "json", "map" -> "application/json";
            default -> "application/octet-stream";
        };
    }
}
