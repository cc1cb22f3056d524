package dev.candor.server;

import dev.candor.server.consent.EnvFile;
import dev.candor.server.consent.Lock;
import dev.candor.server.consent.Sharing;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that can be set, from the environment and from {@code docker.env} below it.
 *
 * @param port 0 for any free one
 * @param adminToken null to have one made
 * @param upstream the collector's base address, or null when nothing is relayed
 * @param kafka the topic that takes the collector's place, or null
 * @param writeKey null when there is none
 * @param instanceId the id that replicas of one instance share, or null to have one made
 * @param maskedIp whether events carry the network that they came from instead of 0.0.0.0
 * @param storeMaxBytes how large the store may grow
 * @param retention how long events stay in it once they were relayed
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
        Role role,
        boolean maskedIp,
        long storeMaxBytes,
        Duration retention,
        Set<String> origins,
        EnvFile envFile,
        Sharing.Said said) {

    /**
     * Where events go with {@code CANDOR_SINK=kafka}.
     *
     * @param servers {@code host:port}, comma-separated
     */
    public record Kafka(String servers, String topic) {}

    private static final List<String> DISABLING =
            List.of(Sharing.FILE_VARIABLE, "CANDOR_DISABLE_TELEMETRY", "DO_NOT_TRACK");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)I?B?");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[\\w.-]{1,249}");
    private static final Pattern SERVERS =
            Pattern.compile("|(?:[\\w.-]+|\\[[0-9A-Fa-f:]+]):\\d{1,5}(?:,(?:[\\w.-]+|\\[[0-9A-Fa-f:]+]):\\d{1,5})*");
    /** With a letter, since a collector takes digits alone for a number that belongs to somebody. */
    private static final Pattern INSTANCE_ID =
            Pattern.compile("|(?=.*[a-fA-F])[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])(:[1-9]\\d{0,4})?");
    private static final long MIN_STORE_BYTES = 1 << 20;

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
        var values = new Values(all);
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
                values.oneOf("CANDOR_ROLE", "instance", "collector").equals("collector")
                        ? Role.COLLECTOR
                        : Role.INSTANCE,
                values.oneOf("CANDOR_IP", "none", "masked").equals("masked"),
                values.bytes("CANDOR_STORE_MAX", 1L << 30),
                values.duration("CANDOR_RETENTION", Duration.ofDays(30)),
                values.origins("CANDOR_ORIGINS"),
                envFile,
                said(values, environment, inFile));
    }

    private static @Nullable String instanceId(Values values) throws ConfigurationException {
        var id = values.matching(
                "CANDOR_INSTANCE_ID", "", INSTANCE_ID, "a random UUID such as 7f0c2d4e-93b1-4a6f-8c55-1e0d9b7a2c34");
        return id.isEmpty() ? null : id.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Kafka kafka(Values values) throws ConfigurationException {
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

    private static Sharing.Said said(Values values, Map<String, String> environment, Map<String, String> inFile)
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
            default -> throw new ConfigurationException(name, value, "true or false");
        };
    }

    /** Values by name, each read as what it has to be. */
    private record Values(Map<String, String> all) {
        String text(String name, String otherwise) {
            return all.getOrDefault(name, otherwise).strip();
        }

        @Nullable
        String secret(String name) throws ConfigurationException {
            var value = all.get(name);
            if (value != null && !value.strip().matches("[!-~]{1,512}")) {
                throw new ConfigurationException(name + ": takes up to 512 printable ASCII characters without spaces");
            }
            return value == null ? null : value.strip();
        }

        String oneOf(String name, String... takes) throws ConfigurationException {
            var value = text(name, takes[0]);
            var lower = value.toLowerCase(Locale.ROOT);
            for (var one : takes) {
                if (one.equals(lower)) {
                    return one;
                }
            }
            throw new ConfigurationException(
                    name, value, String.join(" or ", takes).replaceFirst("^ or ", ""));
        }

        String matching(String name, String otherwise, Pattern pattern, String takes) throws ConfigurationException {
            var value = text(name, otherwise);
            if (!pattern.matcher(value).matches()) {
                throw new ConfigurationException(name, value, takes);
            }
            return value;
        }

        int number(String name, int otherwise, int least, int most) throws ConfigurationException {
            var value = text(name, Integer.toString(otherwise));
            try {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new ConfigurationException(name, value, "a number from " + least + " to " + most);
        }

        Duration duration(String name, Duration otherwise) throws ConfigurationException {
            var value = text(name, otherwise.toString());
            try {
                var duration = Duration.parse(value);
                if (duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(Duration.ofDays(365)) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                // Said below.
            }
            throw new ConfigurationException(name, value, "an ISO 8601 duration from PT1S to P365D, such as PT6H");
        }

        long bytes(String name, long otherwise) throws ConfigurationException {
            var value = text(name, Long.toString(otherwise));
            var size = SIZE.matcher(value.toUpperCase(Locale.ROOT));
            if (size.matches()) {
                int power = size.group(2).isEmpty() ? 0 : "KMGT".indexOf(size.group(2)) + 1;
                double bytes = Double.parseDouble(size.group(1)) * Math.pow(1024, power);
                if (bytes >= MIN_STORE_BYTES && bytes < Long.MAX_VALUE) {
                    return (long) bytes;
                }
            }
            throw new ConfigurationException(name, value, "a size from 1MB, such as 500MB or 1GB");
        }

        /** Each as browsers write it: in lower case, without the port that goes without saying. */
        Set<String> origins(String name) throws ConfigurationException {
            var origins = new TreeSet<String>();
            var value = text(name, "");
            for (var one : value.isEmpty() ? new String[0] : value.split(",", -1)) {
                var origin = ORIGIN.matcher(one.strip().toLowerCase(Locale.ROOT));
                if (!origin.matches()) {
                    throw new ConfigurationException(
                            name, value, "origins with commas between them, such as https://app.example.org");
                }
                var usual = origin.group(1).equals("https") ? ":443" : ":80";
                var port = origin.group(3) == null || origin.group(3).equals(usual) ? "" : origin.group(3);
                origins.add(origin.group(1) + "://" + origin.group(2) + port);
            }
            return Set.copyOf(origins);
        }

        @Nullable
        URI address(String name) throws ConfigurationException {
            var value = text(name, "");
            if (value.isEmpty()) {
                return null;
            }
            try {
                var uri = new URI(value.replaceAll("/+$", ""));
                boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                if (http
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Said below.
            }
            throw new ConfigurationException(name, value, "a base address such as http://host:9000");
        }
    }
}
