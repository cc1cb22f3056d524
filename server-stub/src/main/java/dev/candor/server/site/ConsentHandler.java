package dev.candor.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.candor.event.Versions;
import dev.candor.server.consent.Consent;
import dev.candor.server.consent.ConsentCookie;
import dev.candor.server.consent.Sharing;
import dev.candor.server.http.Call;
import dev.candor.server.http.Handler;
import dev.candor.server.http.Reply;
import dev.candor.server.store.EventStore;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** {@code /consent}: the visitor's answer, in a cookie that holds no id. */
public final class ConsentHandler {
    private static final int MAX_BODY_BYTES = 1024;

    private final Sharing sharing;
    private final EventStore store;
    private final Clock clock;
    private final UnaryOperator<String> ids;
    private final Runnable settled;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * @param ids gives what a visitor's id is stored as
     * @param settled returns when nothing is under way that was read from the store before
     */
    public ConsentHandler(Sharing sharing, EventStore store, Clock clock, UnaryOperator<String> ids, Runnable settled) {
        this.sharing = sharing;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.settled = settled;
    }

    /** What the request's cookie and signals say. */
    Consent consent(Call call) {
        var cookie = ConsentCookie.read(call.cookies(ConsentCookie.NAME), Versions.POLICY, clock.instant());
        boolean gpc = call.header("Sec-GPC").equals("1");
        boolean dnt =
                call.header("DNT").equals("1") && !"off".equals(call.query().get("dnt"));
        return Consent.of(cookie, gpc || dnt);
    }

    /** 200. */
    Reply show(Call call) {
        return Reply.json(200, state(consent(call).text()));
    }

    /**
     * 200 with the cookie; 400 for another status; 403 from another site's page. A no with an {@code anonymousId} also deletes what is
     * kept of that visitor, as {@link #withdraw} does.
     */
    Reply answer(Call call) throws IOException, Call.BadBodyException {
        if (!call.sameOrigin()) {
            return foreign();
        }
        JsonNode body;
        try {
            body = mapper.readTree(call.body(MAX_BODY_BYTES));
        } catch (IOException e) {
            return Reply.failure(400, "the body is not JSON that can be read");
        }
        var kind = ConsentCookie.Kind.of(body.path("status").asText());
        if (kind == ConsentCookie.Kind.UNSET) {
            return Reply.failure(400, "status: has to be granted, granted-anyway or denied");
        }
        var status = kind == ConsentCookie.Kind.DENIED ? Consent.DENIED : Consent.GRANTED;
        var id = body.path("anonymousId").textValue();
        if (status == Consent.DENIED && id != null) {
            forget(id);
        }
        count(status.text());
        return Reply.json(200, state(status.text()))
                .with("Set-Cookie", ConsentCookie.set(kind, Versions.POLICY, clock.instant(), call.secure()));
    }

    /**
     * 200 and an expired cookie; 403 from another site's page. A body {@code {"anonymousId":"…"}} also deletes what is kept of
     * that visitor: the id is random and known to the visitor's browser alone, so whoever knows it may ask. The answer
     * does not tell whether there was anything. An empty body, and {@code {}}, name nobody. 400 for a body that is something else,
     * and the cookie expires all the same.
     */
    Reply withdraw(Call call) throws IOException, Call.BadBodyException {
        if (!call.sameOrigin()) {
            return foreign();
        }
        var expired = ConsentCookie.expire(call.secure());
        var id = anonymousId(call.body(MAX_BODY_BYTES));
        if (id.isTextual()) {
            forget(id.textValue());
        } else if (!id.isMissingNode()) {
            return Reply.failure(400, "anonymousId: has to be a text").with("Set-Cookie", expired);
        }
        count("withdrawn");
        return Reply.json(200, state(Consent.UNSET.text())).with("Set-Cookie", expired);
    }

    /** Where nothing is shared, nothing is kept, and no key is made to look for it. */
    private void forget(String id) throws IOException {
        if (sharing.allowsEvents()) {
            store.forget(ids.apply(id));
            settled.run();
        }
    }

    /** A missing node where none is named; null as JSON has it where the body is not as it should be. */
    private JsonNode anonymousId(byte[] body) {
        try {
            var tree = mapper.readTree(body);
            return tree.isObject() || tree.isMissingNode() ? tree.path("anonymousId") : NullNode.getInstance();
        } catch (IOException e) {
            return NullNode.getInstance();
        }
    }

    /** How many said what on a day, and nothing about whom; not even that while nothing may be kept. */
    private void count(String answer) throws IOException {
        if (sharing.allowsEvents()) {
            store.count(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), Versions.POLICY, answer);
        }
    }

    /**
     * While the instance shares nothing, a visitor's yes has no use, so whatever is asked for takes the cookie back: the
     * tracker then finds no consent, stores nothing and stays silent, in tabs that were open before, too.
     */
    Handler recalling(Handler handler) {
        return call -> {
            // Read now, as the reply may come on another thread.
            boolean granted = call.cookies(ConsentCookie.NAME).stream().anyMatch(value -> value.startsWith("granted"));
            boolean secure = call.secure();
            return handler.handle(call)
                    .map(reply -> granted && !sharing.allowsEvents()
                            ? reply.with("Set-Cookie", ConsentCookie.expire(secure))
                            : reply);
        };
    }

    private static Reply foreign() {
        return Reply.failure(403, "only a page of this server may do that");
    }

    private Map<String, Object> state(String status) {
        var state = new LinkedHashMap<String, Object>();
        state.put("status", status);
        state.put("sharing", sharing.answer().text());
        state.put("disabled", sharing.disabled());
        state.put("policyVersion", Versions.POLICY);
        return state;
    }
}
