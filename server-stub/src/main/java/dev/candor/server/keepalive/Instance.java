package dev.candor.server.keepalive;

import dev.candor.server.store.EventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** This installation's random id. It exists only while telemetry is not off, and a new start makes a new one. */
public final class Instance {
    private static final String ID = "instanceId";

    private final EventStore store;
    private final RandomGenerator random;
    private final BooleanSupplier allowed;
    private final @Nullable String given;

    /** @param given the id that replicas share ({@code CANDOR_INSTANCE_ID}), or null to have one made */
    public Instance(EventStore store, RandomGenerator random, BooleanSupplier allowed, @Nullable String given) {
        this.store = store;
        this.random = random;
        this.allowed = allowed;
        this.given = given;
    }

    /** Whether the id was given, so that others may have it too. */
    boolean isGiven() {
        return given != null;
    }

    /** The id; made, when there is none. */
    public synchronized String id() {
        if (given != null) {
            return given;
        }
        try {
            var known = store.value(ID);
            if (known.isPresent()) {
                return known.get();
            }
            var fresh = uuid();
            store.values(Map.of(ID, fresh), allowed);
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a letter, since a collector takes digits alone for a number that belongs to somebody. */
    private String uuid() {
        var uuid = anyUuid();
        while (uuid.chars().noneMatch(Character::isLetter)) {
            uuid = anyUuid();
        }
        return uuid;
    }

    /** A version 4 UUID, RFC 9562 section 5.4, of the injected randomness. */
    private String anyUuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
