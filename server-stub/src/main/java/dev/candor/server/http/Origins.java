package dev.candor.server.http;

import java.util.Set;

/**
 * Which pages may post events: those of this server's own origin, and of the origins that {@code CANDOR_ORIGINS} names. A browser
 * says where a page comes from in {@code Origin}, and no page can change that. {@code Origin: null} is nobody's, unless the
 * browser also says {@code Sec-Fetch-Site: same-origin}: then it is a page of this server that sends no referrer.
 */
public final class Origins {
    private static final String REQUEST_HEADERS = "authorization, content-type, x-retry-count";

    private final Set<String> configured;

    /** @param configured such as {@code https://app.example.org} */
    public Origins(Set<String> configured) {
        this.configured = configured;
    }

    /** Whether what the request says of its page lets it post events; what comes from no browser says nothing of a page. */
    public boolean allow(Call call) {
        return call.sameOrigin() || configured.contains(call.header("Origin"));
    }

    /** 403, without a header that would let the page read it. */
    public static Reply foreign() {
        return Reply.failure(403, "Origin: has to be this server's own, or one that CANDOR_ORIGINS names");
    }

    /** What a browser asks before a page of another origin may post: 204 with what it may send, or 403. */
    public Reply preflight(Call call) {
        if (!allow(call)) {
            return foreign();
        }
        var reply = Reply.empty(204).with("Allow", "OPTIONS, POST");
        return configured.contains(call.header("Origin"))
                ? open(call.header("Origin"), reply)
                        .with("Access-Control-Allow-Methods", "POST")
                        .with("Access-Control-Allow-Headers", REQUEST_HEADERS)
                        .with("Access-Control-Max-Age", "7200")
                : reply;
    }

    /** Lets the pages of configured origins read the answers, refusals too, so that they know when to try again. */
    public Handler shared(Handler handler) {
        return call -> {
            // Read now, as the reply may come on another thread.
            var origin = call.header("Origin");
            if (!configured.contains(origin)) {
                return handler.handle(call);
            }
            try {
                return handler.handle(call).map(reply -> open(origin, reply));
            } catch (Call.BadBodyException e) {
                return open(origin, e.reply());
            }
        };
    }

    /** With credentials, as without the consent cookie no event is taken. */
    private static Reply open(String origin, Reply reply) {
        return reply.with("Access-Control-Allow-Origin", origin)
                .with("Access-Control-Allow-Credentials", "true")
                .with("Access-Control-Expose-Headers", "Retry-After")
                .with("Vary", "Origin");
    }
}
