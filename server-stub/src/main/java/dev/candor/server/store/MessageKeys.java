package dev.candor.server.store;

/**
 * Eight bytes for a message id, which no other has: of its hash. An id that begins with its time, a UUID of version 7, has a key that
 * begins with its quarter of a second, so that those of one moment stand on the same few pages of the table. That part comes round
 * after three days, when {@link KnownIds#KEPT} is over. It takes as much from the hash as it divides the ids, so two that differ
 * meet no sooner than in the whole of it.
 */
final class MessageKeys {
    private static final int UUID_LENGTH = 36;
    private static final int VERSION_AT = 14;
    private static final int HIGH_DIGITS = 8;
    private static final int QUARTER_BITS = 8;
    private static final int HASH_BITS = 44;

    private MessageKeys() {}

    static long of(String id) {
        long hash = Hashes.of(id);
        if (id.length() != UUID_LENGTH || id.charAt(VERSION_AT) != '7') {
            return hash;
        }
        try {
            long high = Long.parseLong(id, 0, HIGH_DIGITS, 16);
            long low = Long.parseLong(id, HIGH_DIGITS + 1, VERSION_AT - 1, 16);
            return (high << 16 | low) >>> QUARTER_BITS << HASH_BITS | hash >>> (Long.SIZE - HASH_BITS);
        } catch (NumberFormatException noUuid) {
            return hash;
        }
    }
}
