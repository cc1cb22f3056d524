package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.candor.server.consent.Lock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @TempDir
    Path dir;

    @Test
    void nothingSetGivesTheDefaults() throws Exception {
        var configuration = Configuration.read(Map.of(), dir);
        assertThat(configuration.port()).isEqualTo(8080);
        assertThat(configuration.host()).isEqualTo("127.0.0.1");
        assertThat(configuration.dataDir()).isEqualTo(dir.resolve("data"));
        assertThat(configuration.keepAliveInterval()).isEqualTo(Duration.ofHours(6));
        assertThat(configuration.role()).isEqualTo(Role.INSTANCE);
        assertThat(configuration.upstream()).isNull();
        assertThat(configuration.said().lock()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, abc, a number from 0 to 65535",
        "PORT, 65536, a number from 0 to 65535",
        "CANDOR_UPSTREAM_URL, collector, a base address such as http://host:9000",
        "CANDOR_UPSTREAM_URL, ftp://host, a base address such as http://host:9000",
        "CANDOR_UPSTREAM_URL, http://host/?a=b, a base address such as http://host:9000",
        "CANDOR_UPSTREAM_URL, http://host:65536, a base address such as http://host:9000",
        "CANDOR_UPSTREAM_URL, http://host:0, a base address such as http://host:9000",
        "CANDOR_KEEP_ALIVE_INTERVAL, 6h, 'an ISO 8601 duration from PT1S to P365D, such as PT6H'",
        "CANDOR_KEEP_ALIVE_INTERVAL, PT0.5S, 'an ISO 8601 duration from PT1S to P365D, such as PT6H'",
        "CANDOR_ROLE, vendor, instance or collector",
        "CANDOR_SHARE, maybe, yes or no",
        "CANDOR_IP, full, none or masked",
        "CANDOR_SINK, tape, embedded or kafka",
        "CANDOR_TOPIC, a b, '1 to 249 of letters, digits, ''.'', ''_'', ''-'''",
        "KAFKA_BOOTSTRAP_SERVERS, kafka, 'brokers as host:port, comma-separated, such as kafka:9092'",
        "KAFKA_BOOTSTRAP_SERVERS, kafka:65536, 'brokers as host:port, comma-separated, such as kafka:9092'",
        "CANDOR_STORE_MAX, lots, 'a size from 1MB, such as 500MB or 1GB'",
        "CANDOR_STORE_MAX, 10, 'a size from 1MB, such as 500MB or 1GB'",
        "CANDOR_RETENTION, forever, 'an ISO 8601 duration from PT1S to P365D, such as PT6H'",
        "CANDOR_PARAMS, 'tab,,view', 'names of query parameters with commas between them, such as tab,view, and none that stands for something of a person''s, such as email or token'",
        "CANDOR_PARAMS, user_id, 'names of query parameters with commas between them, such as tab,view, and none that stands for something of a person''s, such as email or token'",
        "CANDOR_PARAMS, tab|view, 'names of query parameters with commas between them, such as tab,view, and none that stands for something of a person''s, such as email or token'",
        "CANDOR_PARAMS, .*, 'names of query parameters with commas between them, such as tab,view, and none that stands for something of a person''s, such as email or token'",
        "CANDOR_INSTANCE_ID, 7, 'a random UUID such as 7f0c2d4e-93b1-4a6f-8c55-1e0d9b7a2c34'",
        "CANDOR_INSTANCE_ID, 11111111-1111-4111-8111-111111111111, 'a random UUID such as 7f0c2d4e-93b1-4a6f-8c55-1e0d9b7a2c34'",
        "APPSMITH_DISABLE_TELEMETRY, maybe, true or false",
        "CANDOR_DISABLE_TELEMETRY, 2, true or false",
        "DO_NOT_TRACK, please, 1 or 0",
    })
    void aMalformedValueIsNamedInOneLine(String name, String value, String takes) throws Exception {
        var expected = name + "=" + value + ": takes " + takes;
        assertThatThrownBy(() -> Configuration.read(Map.of(name, value), dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(expected);
        Files.writeString(dir.resolve("docker.env"), name + "='" + value + "'\n");
        assertThatThrownBy(() -> Configuration.read(Map.of(), dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "APPSMITH_DISABLE_TELEMETRY true",
                "APPSMITH_DISABLE_TELEMETRY: true",
                "  export APPSMITH_DISABLE_TELEMETRY",
                "# off\r\nAPPSMITH_DISABLE_TELEMETRY",
            })
    void aLineOfTheFileThatSetsNothingIsSaid(String line) throws Exception {
        Files.writeString(dir.resolve("docker.env"), "CANDOR_SHARE=yes\r\n" + line + "\r\nPORT=1");
        assertThatThrownBy(() -> Configuration.read(Map.of(), dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("APPSMITH_DISABLE_TELEMETRY: its line in " + dir.resolve("docker.env")
                        + " sets nothing, it takes APPSMITH_DISABLE_TELEMETRY=value");
    }

    @Test
    void linesOfOthersAndCommentsAreNotOurs() throws Exception {
        Files.writeString(
                dir.resolve("docker.env"), "# PORT is set elsewhere\nMAIL_HOST\nHOSTNAME x\nPORTS\n#HOST\nPORT = 1\n");
        assertThat(Configuration.read(Map.of(), dir).port()).isEqualTo(1);
    }

    @Test
    void kafkaNeedsBrokersAndTheCollectorsPlace() throws Exception {
        assertThatThrownBy(() -> Configuration.read(Map.of("CANDOR_SINK", "kafka"), dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "KAFKA_BOOTSTRAP_SERVERS: CANDOR_SINK=kafka needs brokers as host:port, such as kafka:9092");
        var kafka = Map.of("CANDOR_SINK", "kafka", "KAFKA_BOOTSTRAP_SERVERS", "a:9092,[::1]:9093");
        assertThat(Configuration.read(kafka, dir).kafka())
                .isEqualTo(new Configuration.Kafka("a:9092,[::1]:9093", "candor-events"));
        var both = new HashMap<>(kafka);
        both.put("CANDOR_UPSTREAM_URL", "http://127.0.0.1:9000");
        assertThatThrownBy(() -> Configuration.read(both, dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("CANDOR_UPSTREAM_URL: not together with CANDOR_SINK=kafka, since events go to one place");
    }

    @Test
    void aSecretIsNotRepeated() {
        assertThatThrownBy(() -> Configuration.read(Map.of("CANDOR_ADMIN_TOKEN", "my secret"), dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CANDOR_ADMIN_TOKEN: takes")
                .hasMessageNotContaining("my secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my secret",
                "abc",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "xyz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            })
    void aHashKeyIsRandomAndNotRepeated(String key) {
        assertThatThrownBy(() -> Configuration.read(Map.of("CANDOR_HASH_KEY", key), dir))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("CANDOR_HASH_KEY: takes 64 random hexadecimal digits, as openssl rand -hex 32 prints them");
    }

    @Test
    void theEnvironmentCountsBeforeTheFile() throws Exception {
        Files.writeString(dir.resolve("docker.env"), "PORT=1\nHOST=10.0.0.1\n");
        var configuration = Configuration.read(Map.of("PORT", "2", "HOST", ""), dir);
        assertThat(configuration.port()).isEqualTo(2);
        assertThat(configuration.host()).isEqualTo("10.0.0.1");
    }

    @Test
    void theFileMayStandElsewhere() throws Exception {
        Files.writeString(dir.resolve("other.env"), "PORT=3\n");
        assertThat(Configuration.read(Map.of("CANDOR_ENV_FILE", "other.env"), dir)
                        .port())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPSMITH_DISABLE_TELEMETRY", "CANDOR_DISABLE_TELEMETRY", "DO_NOT_TRACK"})
    void aDisablingVariableOfTheProcessLocks(String name) throws Exception {
        for (var value : new String[] {"true", "1", "TRUE", "yes"}) {
            assertThat(Configuration.read(Map.of(name, value), dir).said().lock())
                    .isEqualTo(new Lock(name, "environment"));
        }
        assertThat(Configuration.read(Map.of(name, "false"), dir).said().lock()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANDOR_DISABLE_TELEMETRY", "DO_NOT_TRACK"})
    void inTheFileOnlyTheSwitchsOwnVariableCanBeUndone(String name) throws Exception {
        Files.writeString(dir.resolve("docker.env"), name + "=1\n");
        var said = Configuration.read(Map.of(name, "false"), dir).said();
        assertThat(said.lock()).isEqualTo(new Lock(name, "docker.env"));
    }

    @Test
    void theSwitchsVariableInTheFileDisablesWithoutLocking() throws Exception {
        Files.writeString(dir.resolve("docker.env"), "APPSMITH_DISABLE_TELEMETRY=true\n");
        var said = Configuration.read(Map.of("APPSMITH_DISABLE_TELEMETRY", "false"), dir)
                .said();
        assertThat(said.lock()).isNull();
        assertThat(said.disabledInFile()).isTrue();
    }
}
