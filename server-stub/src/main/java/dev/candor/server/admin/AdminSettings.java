package dev.candor.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.server.consent.Sharing;
import dev.candor.server.http.Call;
import dev.candor.server.http.Reply;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The switch, as data: {@code {"shareAnonymousUsageData":true,"lockedBy":null,…}}. */
final class AdminSettings {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSettings.class);
    private static final int MAX_BODY_BYTES = 16 * 1024;

    private final Sharing sharing;
    private final ObjectMapper mapper = new ObjectMapper();

    AdminSettings(Sharing sharing) {
        this.sharing = sharing;
    }

    /** 200 with the setting. */
    Reply show(Call call) {
        return Reply.json(200, settings());
    }

    /**
     * 200 with the new setting; 400 for a body that names none; 403 from another site's page; 409 when it is locked; 500 when it could
     * not be saved.
     */
    Reply change(Call call) throws Call.BadBodyException, IOException {
        if (!call.sameOrigin()) {
            return AdminAccess.foreign();
        }
        JsonNode wanted;
        try {
            wanted = mapper.readTree(call.body(MAX_BODY_BYTES)).path("shareAnonymousUsageData");
        } catch (IOException e) {
            return Reply.failure(400, "the body is not JSON that can be read");
        }
        if (!wanted.isBoolean()) {
            return Reply.failure(400, "shareAnonymousUsageData: has to be true or false");
        }
        var lock = sharing.lock();
        if (lock != null) {
            return Reply.failure(409, lock.variable() + " is set in " + lock.in() + ", which locks this setting");
        }
        return turn(wanted.booleanValue()) ? Reply.json(200, settings()) : Reply.failure(500, notWritten());
    }

    /** Whether the switch could be saved, too; an "off" holds in either case. */
    boolean turn(boolean on) {
        try {
            sharing.turn(on);
            return true;
        } catch (IOException e) {
            LOG.error(
                    "docker.env or the data directory could not be written: {}",
                    e.getClass().getName());
            return false;
        }
    }

    /** What a switch that could not be saved means. */
    String notWritten() {
        return sharing.allowsEvents() || sharing.lock() != null
                ? "The setting could not be saved."
                : "Nothing is sent any more, but docker.env could not be written.";
    }

    private Map<String, Object> settings() {
        var lock = sharing.lock();
        var settings = new LinkedHashMap<String, Object>();
        settings.put("shareAnonymousUsageData", sharing.allowsEvents());
        settings.put("lockedBy", lock == null ? null : lock.variable());
        settings.put("lockedIn", lock == null ? null : lock.in());
        settings.put("sharing", sharing.answer().text());
        settings.put("source", sharing.source());
        settings.put("disabled", sharing.disabled());
        return settings;
    }
}
