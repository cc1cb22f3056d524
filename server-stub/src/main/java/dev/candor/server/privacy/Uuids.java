package dev.candor.server.privacy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDs of RFC 9562 that tell of nobody: of randomness, of a time, or of a keyed hash. */
public final class Uuids {
    private static final long NANOS = 1_000_000;
    private static final long PARTS = 4_096;

    private Uuids() {}

    /** Version 7: a time's milliseconds, parts of a millisecond, randomness. */
    public static String sortable(Instant time, RandomGenerator random) {
        long parts = time.getLong(ChronoField.NANO_OF_SECOND) % NANOS * PARTS / NANOS;
        return of(time.toEpochMilli() << 16 | parts, random.nextLong(), 0x7000L);
    }

    /** Version 8, of the first sixteen bytes. */
    static String ofHash(byte[] hash) {
        var bytes = ByteBuffer.wrap(hash);
        return of(bytes.getLong(), bytes.getLong(), 0x8000L);
    }

    private static String of(long high, long low, long version) {
        return new UUID((high & ~0xF000L) | version, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L).toString();
    }
}
