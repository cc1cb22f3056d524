package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Instances that came, upgraded, shared and went during the last weeks, as their servers would have relayed it to a collector. */
final class SampleFleet {
    private static final List<String> ACTIONS = List.of("execute_QUERY", "DEPLOY", "INVITE", "EXPORT");
    private static final int INSTANCES = 60;
    private static final int DAYS = 30;

    private final Random random = new Random(7);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private final List<String> events = new ArrayList<>();

    private SampleFleet() {}

    static void sendTo(ServerProcess collector) throws Exception {
        var fleet = new SampleFleet();
        for (int i = 0; i < INSTANCES; i++) {
            fleet.live(DAYS - 1 - Math.max(0, i - 30), i % 9 == 4 ? fleet.random.nextInt(12) + 1 : 0, i % 3 == 0);
        }
        for (int from = 0; from < fleet.events.size(); from += 500) {
            var some = fleet.events.subList(from, Math.min(from + 500, fleet.events.size()));
            var reply = collector.send("POST", "/v1/batch", "{\"batch\":[" + String.join(",", some) + "]}");
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        }
    }

    private void live(int firstDaysAgo, int lastDaysAgo, boolean shares) {
        var id = new UUID(random.nextLong(), random.nextLong()).toString();
        int upgraded = random.nextInt(20);
        for (int ago = firstDaysAgo; ago >= lastDaysAgo; ago--) {
            var version = ago < upgraded ? "1.9.0" : ago < upgraded + 12 ? "1.8.2" : "1.8.1";
            event("Instance Active", ago, id, version, "{\"instanceId\":\"" + id + "\"}");
            for (int i = shares ? random.nextInt(6) : 0; i > 0; i--) {
                event(ACTIONS.get(random.nextInt(random.nextInt(ACTIONS.size()) + 1)), ago, id, version, "{}");
            }
        }
    }

    private void event(String name, int daysAgo, String instance, String version, String properties) {
        var json =
                "{\"type\":\"track\",\"event\":\"%s\",\"messageId\":\"%s\",\"receivedAt\":\"%s\",\"userId\":\"%s\",\"properties\":%s,"
                                .formatted(
                                        name,
                                        new UUID(random.nextLong(), random.nextLong()),
                                        now.minus(daysAgo, ChronoUnit.DAYS),
                                        instance,
                                        properties)
                        + "\"context\":{\"library\":{\"name\":\"candor-server\",\"version\":\"" + version + "\"}}}";
        events.add(json);
    }
}
