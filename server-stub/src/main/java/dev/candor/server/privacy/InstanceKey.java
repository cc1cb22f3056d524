package dev.candor.server.privacy;

import dev.candor.server.consent.SafeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The random key under which typed values, and ids of no random shape, are hashed. It stands in a file that only the owner reads, never leaves the
 * instance, and is deleted when sharing is turned off. Where several nodes are one instance, the administrator gives them one key instead.
 */
public final class InstanceKey {
    /** Its name in the data directory. */
    public static final String FILE = "hash-key";

    private static final String ALGORITHM = "HmacSHA256";

    private final Path file;
    private final SecureRandom random = new SecureRandom();
    private final boolean given;
    private byte @Nullable [] key;

    public InstanceKey(Path file) {
        this(file, null);
    }

    /** @param given the key that nodes share ({@code CANDOR_HASH_KEY}), in hexadecimal, or null to have one made */
    public InstanceKey(Path file, @Nullable String given) {
        this.file = file;
        this.given = given != null;
        this.key = given == null ? null : HexFormat.of().parseHex(given);
    }

    /** HMAC-SHA256 of the value in hexadecimal: 64 characters. Makes the key when there is none. */
    public String hash(String value) {
        return HexFormat.of().formatHex(mac(value));
    }

    /** The beginning of the HMAC in the form of a UUID, version 8 of RFC 9562 section 5.8. */
    public String uuid(String value) {
        return Uuids.ofHash(mac(value));
    }

    private byte[] mac(String value) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is part of every Java", e);
        }
    }

    /** Forgets the key; the next hash is under a new one, but where the key was given. */
    public synchronized void delete() throws IOException {
        key = given ? key : null;
        Files.deleteIfExists(file);
    }

    private synchronized byte[] key() {
        var known = key;
        // A key that was deleted beside the running server is not used any more.
        if (known == null || !(given || Files.exists(file))) {
            try {
                known = readOrMake();
            } catch (IOException e) {
                throw new UncheckedIOException("The instance's key could not be read or written", e);
            }
            key = known;
        }
        return known;
    }

    private byte[] readOrMake() throws IOException {
        try {
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (NoSuchFileException none) {
            var fresh = new byte[32];
            random.nextBytes(fresh);
            SafeFiles.writePrivate(file, HexFormat.of().formatHex(fresh).getBytes(StandardCharsets.US_ASCII));
            return fresh;
        }
    }
}
