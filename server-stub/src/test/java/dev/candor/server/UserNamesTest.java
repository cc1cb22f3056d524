package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.candor.event.ActionTriggered;
import dev.candor.server.CanaryServer.Canary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever has every value that leaves, and tries a million user names and their hashes on it, finds nobody. */
class UserNamesTest {
    private static final int SENT = 200;
    private static final List<String> ALGORITHMS = List.of("MD5", "SHA-1", "SHA-256");

    @Test
    void ofAMillionUserNamesNoneIsAValueThatLeaves() throws Exception {
        var names = names();
        try (var canaries = new CanaryServer()) {
            for (var name : names.subList(0, SENT)) {
                canaries.sendAsServer(action(name), new Canary(name, name));
                canaries.sendAsVisitor(click(name), new Canary(name, name));
            }
            canaries.everything();
            var values = new HashSet<String>();
            for (var event : canaries.receiver().events()) {
                collect(event, values);
            }
            assertThat(values).hasSizeGreaterThan(2 * SENT);
            assertThat(found(names, values)).isEmpty();
        }
    }

    @Test
    void aHashWithoutAKeyWouldBeFound() throws Exception {
        var names = names().subList(0, SENT);
        for (var algorithm : ALGORITHMS) {
            var digest =
                    MessageDigest.getInstance(algorithm).digest(names.get(7).getBytes(StandardCharsets.UTF_8));
            assertThat(found(names, Set.of(HexFormat.of().formatHex(digest)))).containsExactly(names.get(7));
        }
    }

    private static List<String> names() {
        var random = new Random(20_261_124);
        var names = new ArrayList<String>();
        while (names.size() < 1_000_000) {
            names.add(Canary.word(random));
        }
        return names;
    }

    /** A name wherever the product's server can put one, as it is and as its hash. */
    private static ObjectNode action(String name) throws Exception {
        var message = JsonNodeFactory.instance.objectNode();
        message.put("type", "track").put("event", ActionTriggered.EVENT).put("userId", name);
        message.put("messageId", hex("MD5", name));
        var properties = message.putObject("properties");
        for (var field : new String[] {"username", "orgId", "appName", "pageName", "name"}) {
            properties.put(field, name);
        }
        properties.putObject("datasource").put("name", hex("SHA-256", name));
        properties.put("appId", name).put("pageId", hex("SHA-1", name)).put("instanceId", name);
        return message;
    }

    private static ObjectNode click(String name) {
        var message = JsonNodeFactory.instance.objectNode();
        message.put("type", "track").put("event", "CLICK");
        message.put("anonymousId", name);
        message.put(
                "messageId",
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
        return message;
    }

    private static String hex(String algorithm, String name) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(name.getBytes(StandardCharsets.UTF_8)));
    }

    private static void collect(JsonNode node, Set<String> values) {
        if (node.isTextual()) {
            values.add(node.textValue().toLowerCase(Locale.ROOT));
        }
        node.forEach(child -> collect(child, values));
    }

    /** The names that are among the values as they are, as an unkeyed hash, or as the UUID of one. */
    private static List<String> found(List<String> names, Set<String> values) throws Exception {
        var digests = new ArrayList<MessageDigest>();
        for (var algorithm : ALGORITHMS) {
            digests.add(MessageDigest.getInstance(algorithm));
        }
        var found = new ArrayList<String>();
        for (var name : names) {
            var bytes = name.getBytes(StandardCharsets.UTF_8);
            boolean isThere = values.contains(name);
            for (var digest : digests) {
                var hash = digest.digest(bytes);
                isThere |= values.contains(HexFormat.of().formatHex(hash))
                        || values.contains(
                                Base64.getEncoder().encodeToString(hash).toLowerCase(Locale.ROOT));
            }
            isThere |= values.contains(UUID.nameUUIDFromBytes(bytes).toString());
            if (isThere) {
                found.add(name);
            }
        }
        return found;
    }
}
