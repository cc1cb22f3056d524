package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFaultHttpTest {
    @TempDir
    Path dir;

    @Test
    void aLockedStoreIsSaidAndRecoversByItself() throws Exception {
        try (var server = TestServer.start(dir, "CANDOR_SHARE", "yes")) {
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("data/candor.db"));
                    var statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                var refused = server.post("/v1/t", "{\"event\":\"CLICK\"}", TestServer.cookie("granted"));
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
                var health = server.get("/healthz");
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(TestServer.JSON.readTree(health.body()).get("reason").asText())
                        .isEqualTo("the store is locked by another program");
                statement.execute("ROLLBACK");
            }
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(server.shown()).isEmpty();
            var taken = server.post("/v1/t", "{\"event\":\"CLICK\"}", TestServer.cookie("granted"));
            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(server.shown()).hasSize(1);
        }
    }
}
