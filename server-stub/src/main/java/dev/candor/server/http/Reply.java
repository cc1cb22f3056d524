package dev.candor.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a request is answered with. */
public final class Reply implements Handled {
    /** On each answer, where its own headers do not say otherwise: it is shown as what it is, in no frame, and fetches nothing. */
    public static final Map<String, String> SECURITY = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Reply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The body's bytes, which nobody changes. */
    public byte[] body() {
        return body;
    }

    public static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    public static Reply json(int status, Object value) {
        try {
            return text(status, "application/json", MAPPER.writeValueAsString(value))
                    .with("Cache-Control", "no-store");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps and trees can always be written", e);
        }
    }

    /** What went wrong, for people who write clients: {@code {"success":false,"message":"…"}}. */
    public static Reply failure(int status, String message) {
        var failure = new LinkedHashMap<String, Object>();
        failure.put("success", false);
        failure.put("message", message);
        return json(status, failure);
    }

    public static Reply text(int status, String type, String text) {
        return bytes(status, type + ";charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply bytes(int status, String type, byte[] bytes) {
        return new Reply(status, Map.of("Content-Type", type), bytes);
    }

    public static Reply redirect(String path) {
        return empty(303).with("Location", path);
    }

    @Override
    public Reply map(UnaryOperator<Reply> change) {
        return change.apply(this);
    }

    @Override
    public Reply await() {
        return this;
    }

    public Reply withBody(byte[] other) {
        return new Reply(status, headers, other);
    }

    public Reply with(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Reply(status, all, body);
    }
}
