package dev.candor.server.privacy;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDs of RFC 9562 that tell nothing: of randomness, or of a keyed hash. */
public final class Uuids {
    private Uuids() {}

    /** Version 4, of the injected randomness. */
    public static String random(RandomGenerator random) {
        return of(random.nextLong(), random.nextLong(), 0x4000L);
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
