package dev.candor.server.admin;

import dev.candor.server.consent.SafeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What the admin signs in with.
 *
 * @param fresh whether it was made just now, and so has to be told
 */
public record AdminToken(String value, boolean fresh) {
    /** The token that was configured; otherwise the one in the file, made at the first start. */
    public static AdminToken of(@Nullable String configured, Path file) throws IOException {
        if (configured != null) {
            return new AdminToken(configured, false);
        }
        if (Files.exists(file)) {
            var kept = Files.readString(file).strip();
            if (!kept.isEmpty()) {
                return new AdminToken(kept, false);
            }
        }
        var token = random();
        SafeFiles.writePrivate(file, (token + "\n").getBytes(StandardCharsets.US_ASCII));
        return new AdminToken(token, true);
    }

    /** Whether it is this one, in a time that does not tell how much of it was right. */
    public boolean matches(String given) {
        return constantTimeEquals(value, given);
    }

    static boolean constantTimeEquals(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    static String random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "AdminToken";
    }
}
