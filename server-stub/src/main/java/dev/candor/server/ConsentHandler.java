package dev.candor.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.event.Versions;
import dev.candor.server.consent.Consent;
import dev.candor.server.consent.ConsentCookie;
import dev.candor.server.consent.Sharing;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /consent}: the visitor's answer, in a cookie that holds no id. */
final class ConsentHandler {
    private static final int MAX_BODY_BYTES = 1024;

    private final Sharing sharing;
    private final Clock clock;
    private final ObjectMapper mapper = new ObjectMapper();

    ConsentHandler(Sharing sharing, Clock clock) {
        this.sharing = sharing;
        this.clock = clock;
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

    /** 200 with the cookie; 400 for another status; 403 from another site's page. */
    Reply answer(Call call) throws IOException, Call.BodyTooLargeException {
        if (!call.sameOrigin()) {
            return foreign();
        }
        var kind = ConsentCookie.Kind.UNSET;
        try {
            JsonNode body = mapper.readTree(call.body(MAX_BODY_BYTES));
            kind = ConsentCookie.Kind.of(body.path("status").asText());
        } catch (JacksonException e) {
            return Reply.failure(400, "the body is not JSON that can be read");
        }
        if (kind == ConsentCookie.Kind.UNSET) {
            return Reply.failure(400, "status: has to be granted, granted-anyway or denied");
        }
        var status = kind == ConsentCookie.Kind.DENIED ? Consent.DENIED : Consent.GRANTED;
        return Reply.json(200, state(status.text()))
                .with("Set-Cookie", ConsentCookie.set(kind, Versions.POLICY, clock.instant(), call.secure()));
    }

    /** 200 and an expired cookie; 403 from another site's page. */
    Reply withdraw(Call call) {
        if (!call.sameOrigin()) {
            return foreign();
        }
        return Reply.json(200, state(Consent.UNSET.text())).with("Set-Cookie", ConsentCookie.expire(call.secure()));
    }

    /**
     * While the instance shares nothing, a visitor's yes has no use, so whatever is asked for takes the cookie back: the
     * tracker then finds no consent, stores nothing and stays silent, in tabs that were open before, too.
     */
    Handler recalling(Handler handler) {
        return call -> {
            var reply = handler.handle(call);
            boolean useless = !sharing.allowsEvents()
                    && call.cookies(ConsentCookie.NAME).stream().anyMatch(value -> value.startsWith("granted"));
            return useless ? reply.with("Set-Cookie", ConsentCookie.expire(call.secure())) : reply;
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
