package dev.candor.server.keepalive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.candor.event.Context;
import dev.candor.event.InstanceActive;
import dev.candor.event.Integrations;
import dev.candor.event.Library;
import dev.candor.event.Message;
import dev.candor.event.Versions;
import dev.candor.server.privacy.Times;
import dev.candor.server.store.EventStore;
import dev.candor.server.store.StoreFullException;
import dev.candor.server.store.StoredEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code Instance Active} into the outbox, once a period. The ping and the schedule are stored in one step, and its
 * messageId follows from the instance's id and the period's number, so that no restart and no replica pings twice.
 */
public final class KeepAlive {
    private static final String SCHEDULE = "keepAlive";

    private final EventStore store;
    private final Instance instance;
    private final Duration interval;
    private final Clock clock;
    private final RandomGenerator random;
    private final BooleanSupplier allowed;
    private final ObjectMapper mapper = new ObjectMapper();
    private @Nullable Instant notBefore;

    /** @param allowed whether the keep-alive may leave now */
    public KeepAlive(
            EventStore store,
            Instance instance,
            Duration interval,
            Clock clock,
            RandomGenerator random,
            BooleanSupplier allowed) {
        this.store = store;
        this.instance = instance;
        this.interval = interval;
        this.clock = clock;
        this.random = random;
        this.allowed = allowed;
    }

    /** The ping to come: when, and the message as it would be sent then. */
    public record Next(Instant due, String json) {}

    /** What a look at the clock led to: whether a ping was stored, and when to look again; null while none may leave. */
    public record Tick(boolean pinged, @Nullable Instant next) {}

    /** Pings when it is due. */
    public synchronized Tick tick() throws IOException, StoreFullException {
        if (!allowed.getAsBoolean()) {
            notBefore = null;
            return new Tick(false, null);
        }
        var now = clock.instant();
        var schedule = schedule(now);
        var id = instance.id();
        var due = due(schedule, now, id);
        if (now.isBefore(due)) {
            return new Tick(false, due);
        }
        long period = schedule.nextPeriod(now);
        var done = schedule.after(period);
        var ping = new StoredEvent(messageId(id, period), message(id, period, now), "[]", null);
        if (!store.append(List.of(ping), allowed, Map.of(SCHEDULE, done.text()))) {
            return new Tick(false, null);
        }
        return new Tick(true, done.due(period + 1, id));
    }

    /** The ping to come, or nothing while none may leave. */
    public synchronized Optional<Next> next() throws IOException {
        if (!allowed.getAsBoolean()) {
            return Optional.empty();
        }
        var now = clock.instant();
        var schedule = schedule(now);
        var id = instance.id();
        var due = due(schedule, now, id);
        return Optional.of(new Next(due, message(id, schedule.nextPeriod(now), due)));
    }

    private Instant due(KeepAliveSchedule schedule, Instant now, String id) {
        if (notBefore == null) {
            notBefore = schedule.notBefore(now, id, random);
        }
        return schedule.nextDue(now, id, notBefore);
    }

    private KeepAliveSchedule schedule(Instant now) throws IOException {
        var kept = store.value(SCHEDULE).map(KeepAliveSchedule::parse);
        var schedule = instance.isGiven()
                ? KeepAliveSchedule.shared(interval, now, instance.id()).continuing(kept)
                : kept.map(known -> known.resumed(interval, now, random))
                        .orElseGet(() -> KeepAliveSchedule.first(interval, now, random));
        if (!kept.equals(Optional.of(schedule))) {
            store.values(Map.of(SCHEDULE, schedule.text()), allowed);
        }
        return schedule;
    }

    private String message(String id, long period, Instant now) {
        var time = Times.iso(now);
        var message = new Message<>(
                null,
                null,
                Context.ofServer(new Library("candor-server", Versions.SOFTWARE)),
                InstanceActive.EVENT,
                new Integrations(),
                messageId(id, period),
                null,
                null,
                new InstanceActive(id),
                time,
                null,
                time,
                "track",
                id);
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A plain record can always be written", e);
        }
    }

    /** A version 8 UUID, RFC 9562 section 5.8, of the id's and the number's SHA-256. */
    static String messageId(String instanceId, long period) {
        try {
            var text = instanceId + ":" + period;
            var digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            long high = (digest.getLong() & ~0xF000L) | 0x8000L;
            long low = (digest.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            return new UUID(high, low).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
