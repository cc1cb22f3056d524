package dev.candor.server.site;

import dev.candor.server.consent.Consent;
import dev.candor.server.consent.ConsentCookie;
import dev.candor.server.consent.Sharing;
import dev.candor.server.http.Call;
import dev.candor.server.http.Failures;
import dev.candor.server.http.Handled;
import dev.candor.server.http.LateReply;
import dev.candor.server.http.Origins;
import dev.candor.server.http.Reply;
import dev.candor.server.ingest.Body;
import dev.candor.server.ingest.BodyReader;
import dev.candor.server.ingest.Ingest;
import dev.candor.server.ingest.InvalidBodyException;
import dev.candor.server.ingest.Networks;
import dev.candor.server.ingest.Sender;
import dev.candor.server.store.StoreFullException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/…}, the Segment HTTP tracking API. 200 when the events are on disk; 204 when they may not be taken, and
 * are not; 400 for a body that names no event, 413 for one too large, 401 (collector) for a wrong key, 403 for a page of an
 * origin that is not among {@link Origins}, 503 when there is no room.
 *
 * <p>A browser's events need the visitor's consent, whatever key comes with them; what comes from no browser needs the write key.
 */
public final class IngestHandler {
    /** The last part of a path, short or long, and the type that it stands for. */
    static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("t", "track"),
            Map.entry("p", "page"),
            Map.entry("i", "identify"),
            Map.entry("g", "group"),
            Map.entry("a", "alias"),
            Map.entry("s", "screen"),
            Map.entry("track", "track"),
            Map.entry("page", "page"),
            Map.entry("identify", "identify"),
            Map.entry("group", "group"),
            Map.entry("alias", "alias"),
            Map.entry("screen", "screen"));

    private static final Reply SUCCESS = Reply.json(200, Map.of("success", true));

    private final Policy policy;
    private final Sharing sharing;
    private final Origins origins;
    private final ConsentHandler consents;
    private final BodyReader reader;
    private final Ingest ingest;
    private final Metrics metrics;
    /**
     * For working on a body, once it is there: more than keep the processors busy would only share them, and leave too little to Java's
     * compiler, without which a new server works at a tenth of its pace.
     */
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors() + 1);

    /**
     * What the configuration says of taking events.
     *
     * @param collector whether they come from instances
     * @param maskedIp whether a masked address is kept with each
     * @param writeKey of those that are no browser; null when none is set
     */
    public record Policy(
            boolean collector, boolean maskedIp, @Nullable String writeKey) {}

    public IngestHandler(
            Policy policy,
            Sharing sharing,
            Origins origins,
            ConsentHandler consents,
            BodyReader reader,
            Ingest ingest,
            Metrics metrics) {
        this.policy = policy;
        this.sharing = sharing;
        this.origins = origins;
        this.consents = consents;
        this.reader = reader;
        this.ingest = ingest;
        this.metrics = metrics;
    }

    Handled take(Call call) throws IOException, Call.BadBodyException {
        metrics.retried(call.header("X-Retry-Count"));
        try {
            return answer(call).map(reply -> {
                metrics.answered(reply.status());
                return reply;
            });
        } catch (Call.BadBodyException e) {
            metrics.answered(e.reply().status());
            throw e;
        }
    }

    private Handled answer(Call call) throws IOException, Call.BadBodyException {
        if (!origins.allow(call)) {
            return Origins.foreign();
        }
        var body = call.body(BodyReader.MAX_BODY_BYTES);
        turns.acquireUninterruptibly();
        try {
            var name = name(call.path());
            var type = TYPES.get(name);
            return take(call, type == null ? reader.readBatch(body, name.equals("m")) : reader.readEvent(body, type));
        } catch (InvalidBodyException e) {
            return Reply.failure(e.tooLarge() ? 413 : 400, String.valueOf(e.getMessage()));
        } catch (StoreFullException e) {
            return full(e);
        } finally {
            turns.release();
        }
    }

    private static Reply full(StoreFullException e) {
        return Reply.failure(503, String.valueOf(e.getMessage()))
                .with("Retry-After", Integer.toString(e.retryAfterSeconds()));
    }

    /** The last part of a path such as {@code /v1/batch/}. */
    private static String name(String path) {
        var whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return whole.substring(whole.lastIndexOf('/') + 1);
    }

    private Handled take(Call call, Body body) throws IOException, StoreFullException {
        BooleanSupplier allowed = policy.collector ? () -> !sharing.disabled() : sharing::allowsEvents;
        var ip = policy.maskedIp ? Networks.masked(call.peer()) : Networks.NONE;
        if (call.fromBrowser() || !call.cookies(ConsentCookie.NAME).isEmpty()) {
            return consents.consent(call) == Consent.GRANTED
                    ? take(body, new Sender(Sender.Kind.BROWSER, ip), allowed)
                    : Reply.empty(204);
        }
        if (policy.collector) {
            return policy.writeKey == null || hasKey(call, body)
                    ? take(body, new Sender(Sender.Kind.RELAY, ip), allowed)
                    : Reply.failure(401, "writeKey: is not this collector's").with("WWW-Authenticate", "Basic");
        }
        return hasKey(call, body) ? take(body, new Sender(Sender.Kind.SERVER, ip), allowed) : Reply.empty(204);
    }

    private Handled take(Body body, Sender sender, BooleanSupplier allowed) throws IOException, StoreFullException {
        return new LateReply(ingest.takeLater(body, sender, allowed).handle((stored, failure) -> {
            if (failure == null) {
                return stored ? SUCCESS : Reply.empty(204);
            }
            var cause = failure.getCause();
            return cause instanceof StoreFullException e ? full(e) : Failures.reply(cause == null ? failure : cause);
        }));
    }

    private boolean hasKey(Call call, Body body) {
        var key = policy.writeKey;
        return key != null
                && (matches(key, Call.basicUser(call.header("Authorization"))) || matches(key, body.writeKey()));
    }

    private static boolean matches(String key, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
