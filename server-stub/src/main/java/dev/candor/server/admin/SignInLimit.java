package dev.candor.server.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Ten wrong tokens a minute from one address; more have to wait. Held in memory, for a minute. */
public final class SignInLimit {
    public static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_FAILURES = 10;
    private static final int MOST_PEERS = 10_000;

    private record Failures(Instant since, int count) {}

    private final Clock clock;
    private final Map<String, Failures> byPeer = new HashMap<>();

    public SignInLimit(Clock clock) {
        this.clock = clock;
    }

    public synchronized boolean isReached(String peer) {
        forgetOld();
        var failures = byPeer.get(peer);
        return failures != null && failures.count >= MOST_FAILURES;
    }

    public synchronized void failed(String peer) {
        forgetOld();
        if (byPeer.size() < MOST_PEERS || byPeer.containsKey(peer)) {
            byPeer.merge(peer, new Failures(clock.instant(), 1), (old, one) -> new Failures(old.since, old.count + 1));
        }
    }

    private void forgetOld() {
        var oldest = clock.instant().minus(WINDOW);
        byPeer.values().removeIf(failures -> !failures.since.isAfter(oldest));
    }
}
