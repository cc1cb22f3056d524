package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers of one instance, each with a folder of its own. */
class ReplicaHttpTest {
    private static final String ID = "7f0c2d4e-93b1-4a6f-8c55-1e0d9b7a2c34";

    @TempDir
    Path dir;

    private TestServer start(String folder, Receiver receiver) throws Exception {
        return TestServer.start(
                Files.createDirectories(dir.resolve(folder)),
                Clock.systemUTC(),
                "CANDOR_UPSTREAM_URL",
                receiver.url(),
                "CANDOR_INSTANCE_ID",
                ID.toUpperCase(Locale.ROOT),
                "CANDOR_KEEP_ALIVE_INTERVAL",
                "PT1S");
    }

    private static Set<String> pings(Receiver receiver) throws Exception {
        return receiver.events().stream()
                .map(event -> event.get("messageId").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void theirKeepAlivesOfAPeriodAreOne() throws Exception {
        try (var first = new Receiver();
                var second = new Receiver();
                var one = start("one", first);
                var other = start("other", second)) {
            assertThat(List.of(one.url(), other.url())).doesNotHaveDuplicates();
            var common = Eventually.see(
                    () -> {
                        var both = pings(first);
                        both.retainAll(pings(second));
                        return both;
                    },
                    both -> both.size() >= 2);
            assertThat(common).hasSizeGreaterThanOrEqualTo(2);
            assertThat(first.events())
                    .allSatisfy(
                            event -> assertThat(event.get("userId").asText()).isEqualTo(ID));
        }
    }
}
