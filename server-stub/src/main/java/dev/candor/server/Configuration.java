package dev.candor.server;

import dev.candor.server.consent.EnvFile;
import dev.candor.server.consent.Lock;
import dev.candor.server.consent.Sharing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that can be set, from the environment and from {@code docker.env} below it.
 *
 * @param port 0 for any free one
 * @param adminToken null to have one made
 * @param upstream the collector's base address, or null when nothing is relayed
 * @param kafka the topic that takes the collector's place, or null
 * @param writeKey null when there is none
 * @param instanceId the id that replicas of one instance share, or null to have one made
 * @param hashKey the key of their hashes, 64 hexadecimal digits, or null to have one made
 * @param maskedIp whether events carry the network that they came from instead of 0.0.0.0
 * @param storeMaxBytes how large the store may grow
 * @param retention how long events stay in it once they were relayed
 * @param params the query parameters that may stay beside {@code utm_*}
 * @param origins of which pages, besides the server's own, events are taken
 */
public record Configuration(
        int port,
        String host,
        Path dataDir,
        @Nullable String adminToken,
        @Nullable URI upstream,
        @Nullable Kafka kafka,
        @Nullable String writeKey,
        Duration keepAliveInterval,
        @Nullable String instanceId,
        @Nullable String hashKey,
        Role role,
        boolean maskedIp,
        long storeMaxBytes,
        Duration retention,
        Set<String> params,
        Set<String> origins,
        EnvFile envFile,
        Sharing.Said said) {

    /**
     * Where events go with {@code CANDOR_SINK=kafka}.
     *
     * @param servers {@code host:port}, comma-separated
     */
    public record Kafka(String servers, String topic) {}

    private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);
    private static final List<String> DISABLING =
            List.of(Sharing.FILE_VARIABLE, "CANDOR_DISABLE_TELEMETRY", "DO_NOT_TRACK");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[\\w.-]{1,249}");
    private static final String SERVER = "(?:[\\w.-]+|\\[[0-9A-Fa-f:]+]):" + Variables.PORT_NUMBER;
    private static final Pattern SERVERS = Pattern.compile("|" + SERVER + "(?:," + SERVER + ")*");
    /** With a letter, since a collector takes digits alone for a number that belongs to somebody. */
    private static final Pattern INSTANCE_ID =
            Pattern.compile("|(?=.*[a-fA-F])[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /**
     * Reads the configuration.
     *
     * @param environment the process's variables
     * @param workingDir what relative paths are relative to
     * @throws ConfigurationException for a value that is not understood
     */
    public static Configuration read(Map<String, String> environment, Path workingDir) throws ConfigurationException {
        var envPath = workingDir.resolve(environment.getOrDefault("CANDOR_ENV_FILE", "docker.env"));
        var envFile = new EnvFile(envPath);
        Map<String, String> inFile;
        try {
            inFile = envFile.read();
            for (var name : envFile.unset(Settings.names())) {
                throw new ConfigurationException(
                        name + ": its line in " + envPath + " sets nothing, it takes " + name + "=value");
            }
        } catch (IOException e) {
            throw new ConfigurationException("CANDOR_ENV_FILE", envPath.toString(), "a file that can be read");
        }
        var all = new HashMap<>(inFile);
        environment.forEach((name, value) -> {
            if (!value.isBlank()) {
                all.put(name, value);
            }
        });
        all.values().removeIf(String::isBlank);
        Settings.unknown(all.keySet()).forEach(name -> LOG.warn("{} is not read: there is no such setting", name));
        var values = new Variables(all);
        return new Configuration(
                values.number("PORT", 8080, 0, 65_535),
                values.text("HOST", "127.0.0.1"),
                workingDir.resolve(values.text("CANDOR_DATA_DIR", "data")),
                values.secret("CANDOR_ADMIN_TOKEN"),
                values.address("CANDOR_UPSTREAM_URL"),
                kafka(values),
                values.secret("CANDOR_WRITE_KEY"),
                values.duration("CANDOR_KEEP_ALIVE_INTERVAL", Duration.ofHours(6)),
                instanceId(values),
                values.key("CANDOR_HASH_KEY"),
                values.oneOf("CANDOR_ROLE", "instance", "collector").equals("collector")
                        ? Role.COLLECTOR
                        : Role.INSTANCE,
                values.oneOf("CANDOR_IP", "none", "masked").equals("masked"),
                values.bytes("CANDOR_STORE_MAX", 1L << 30),
                values.duration("CANDOR_RETENTION", Duration.ofDays(30)),
                values.params("CANDOR_PARAMS"),
                values.origins("CANDOR_ORIGINS"),
                envFile,
                said(values, environment, inFile));
    }

    /** Where events go, in words; null when they stay here. */
    @Nullable
    String destination() {
        if (kafka != null) {
            return "the topic " + kafka.topic() + " of Kafka at " + kafka.servers();
        }
        return upstream == null ? null : upstream.toString();
    }

    private static @Nullable String instanceId(Variables values) throws ConfigurationException {
        var id = values.matching(
                "CANDOR_INSTANCE_ID", "", INSTANCE_ID, "a random UUID such as 7f0c2d4e-93b1-4a6f-8c55-1e0d9b7a2c34");
        return id.isEmpty() ? null : id.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Kafka kafka(Variables values) throws ConfigurationException {
        boolean chosen = values.oneOf("CANDOR_SINK", "embedded", "kafka").equals("kafka");
        var topic =
                values.matching("CANDOR_TOPIC", "candor-events", TOPIC, "1 to 249 of letters, digits, '.', '_', '-'");
        var servers = values.matching(
                "KAFKA_BOOTSTRAP_SERVERS", "", SERVERS, "brokers as host:port, comma-separated, such as kafka:9092");
        if (!chosen) {
            return null;
        }
        if (servers.isEmpty()) {
            throw new ConfigurationException(
                    "KAFKA_BOOTSTRAP_SERVERS: CANDOR_SINK=kafka needs brokers as host:port, such as kafka:9092");
        }
        if (!values.text("CANDOR_UPSTREAM_URL", "").isEmpty()) {
            throw new ConfigurationException(
                    "CANDOR_UPSTREAM_URL: not together with CANDOR_SINK=kafka, since events go to one place");
        }
        return new Kafka(servers, topic);
    }

    private static Sharing.Said said(Variables values, Map<String, String> environment, Map<String, String> inFile)
            throws ConfigurationException {
        var share = values.oneOf("CANDOR_SHARE", "", "yes", "no");
        Lock lock = null;
        for (var name : DISABLING) {
            boolean fixedInFile = !name.equals(Sharing.FILE_VARIABLE) && isTrue(name, inFile);
            if (isTrue(name, environment)) {
                lock = lock == null ? new Lock(name, "environment") : lock;
            } else if (fixedInFile) {
                lock = lock == null ? new Lock(name, "docker.env") : lock;
            }
        }
        boolean set = !inFile.getOrDefault(Sharing.FILE_VARIABLE, "").isBlank();
        return new Sharing.Said(share, set ? (Boolean) isTrue(Sharing.FILE_VARIABLE, inFile) : null, lock);
    }

    private static boolean isTrue(String name, Map<String, String> variables) throws ConfigurationException {
        var value = variables.getOrDefault(name, "").strip();
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "", "false", "0", "no", "off" -> false;
            default ->
                throw new ConfigurationException(name, value, name.equals("DO_NOT_TRACK") ? "1 or 0" : "true or false");
        };
    }
}
