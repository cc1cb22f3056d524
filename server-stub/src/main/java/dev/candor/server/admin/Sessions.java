package dev.candor.server.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is signed in, in memory alone: a restart signs everyone out. */
public final class Sessions {
    public static final Duration MAX_AGE = Duration.ofHours(12);
    private static final int MOST = 1_000;

    private final Clock clock;
    private final Map<String, Session> byId = new ConcurrentHashMap<>();

    /** A session, and the token that its forms carry. */
    public record Session(String id, String formToken, Instant until) {
        public boolean hasFormToken(String given) {
            return AdminToken.constantTimeEquals(formToken, given);
        }
    }

    public Sessions(Clock clock) {
        this.clock = clock;
    }

    public Session begin() {
        byId.values().removeIf(this::isOver);
        if (byId.size() >= MOST) {
            byId.clear();
        }
        var session = once();
        byId.put(session.id(), session);
        return session;
    }

    /** A session of one page: nobody finds it again, so that its forms do nothing. */
    public Session once() {
        return new Session(
                AdminToken.random(), AdminToken.random(), clock.instant().plus(MAX_AGE));
    }

    public Optional<Session> find(String id) {
        return Optional.ofNullable(byId.get(id)).filter(session -> !isOver(session));
    }

    public void end(String id) {
        byId.remove(id);
    }

    private boolean isOver(Session session) {
        return !clock.instant().isBefore(session.until());
    }
}
