package dev.candor.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All that can be set, for people: what {@link Configuration} reads, in the order in which one comes to need it. */
final class Settings {
    /**
     * One variable.
     *
     * @param otherwise the value that counts when it is not set; empty for none
     * @param takes what may stand there
     */
    record Setting(String name, String otherwise, String takes, String what) {}

    private static final String OWN = "CANDOR_";

    static final List<Setting> ALL = List.of(
            new Setting("PORT", "8080", "0 to 65535; 0 for any free one", "where it listens"),
            new Setting(
                    "HOST",
                    "127.0.0.1",
                    "a name or an address of this machine",
                    "where it listens; 0.0.0.0 lets others in"),
            new Setting("CANDOR_DATA_DIR", "data", "a folder", "the store and its secrets"),
            new Setting(
                    "CANDOR_ENV_FILE",
                    "docker.env",
                    "a file; only from the environment",
                    "where settings are read from and the admin's switch writes to"),
            new Setting(
                    "CANDOR_ADMIN_TOKEN",
                    "",
                    "printable ASCII without spaces",
                    "signs in to /admin; if not set, one is made and kept in the data directory"),
            new Setting("CANDOR_SHARE", "", "yes or no", "the install-time answer"),
            new Setting(
                    "CANDOR_UPSTREAM_URL",
                    "",
                    "a base such as http://host:9000",
                    "the collector; batches go to /v1/batch under it; if not set, all stays in the store"),
            new Setting(
                    "CANDOR_WRITE_KEY",
                    "",
                    "printable ASCII without spaces",
                    "the collector's key, and what the product's other servers send events with"),
            new Setting(
                    "CANDOR_KEEP_ALIVE_INTERVAL",
                    "PT6H",
                    "an ISO 8601 duration from PT1S to P365D",
                    "between two keep-alives"),
            new Setting(
                    "CANDOR_INSTANCE_ID",
                    "",
                    "a random UUID",
                    "the installation's id, the same for several nodes of one; if not set, one is made"),
            new Setting(
                    "CANDOR_HASH_KEY",
                    "",
                    "64 random hexadecimal digits, as openssl rand -hex 32 prints them",
                    "the key of the hashes, the same for several nodes of one installation; if not set, one is made"),
            new Setting(
                    "CANDOR_SINK",
                    "embedded",
                    "embedded or kafka",
                    "kafka: events go from the store to a topic, in the place of a collector"),
            new Setting("KAFKA_BOOTSTRAP_SERVERS", "", "host:port, comma-separated", "the brokers, for kafka"),
            new Setting("CANDOR_TOPIC", "candor-events", "a topic's name", "the topic, for kafka"),
            new Setting("CANDOR_ROLE", "instance", "instance or collector", "a collector takes what instances relay"),
            new Setting(
                    "CANDOR_IP",
                    "none",
                    "none or masked",
                    "masked keeps the network that an event came from: /24 or /48"),
            new Setting(
                    "CANDOR_STORE_MAX",
                    "1GB",
                    "a size from 1MB, such as 500MB or 1GB",
                    "how large the store may grow before the oldest relayed events go"),
            new Setting(
                    "CANDOR_RETENTION",
                    "P30D",
                    "an ISO 8601 duration from PT1S to P365D",
                    "how long relayed events stay in the store"),
            new Setting(
                    "CANDOR_ORIGINS",
                    "",
                    "origins such as https://app.example.org, comma-separated",
                    "whose pages may send events besides the server's own; if not set, none"),
            new Setting(
                    "CANDOR_PARAMS",
                    "",
                    "names of query parameters, comma-separated",
                    "which stay in addresses besides the campaign's, where the page allows them too (data-params) and the value is a single word; if not set, none"),
            new Setting(
                    "APPSMITH_DISABLE_TELEMETRY",
                    "false",
                    "true or false",
                    "true: nothing at all leaves; the admin's switch writes it into the file, and in the environment it locks the switch"),
            new Setting("CANDOR_DISABLE_TELEMETRY", "false", "true or false", "the same, and always locks the switch"),
            new Setting("DO_NOT_TRACK", "false", "1 or 0", "the same, and always locks the switch"));

    /** Names that are meant for Candor by their beginning, and are no setting: misspelt, or of another version. */
    static List<String> unknown(Set<String> names) {
        var known = names();
        return names.stream()
                .filter(name -> name.startsWith(OWN) && !known.contains(name))
                .sorted()
                .toList();
    }

    static Set<String> names() {
        return ALL.stream().map(Setting::name).collect(Collectors.toUnmodifiableSet());
    }

    private Settings() {}

    /** What stands beside each name, for a help text. */
    static Map<String, String> help() {
        var help = new LinkedHashMap<String, String>();
        for (var one : ALL) {
            var otherwise = one.otherwise.isEmpty() ? "" : "; " + one.otherwise + " if not set";
            help.put(one.name, one.what + " (" + one.takes + otherwise + ")");
        }
        return help;
    }

    /** The rows of a table in Markdown. */
    static String markdown() {
        var text = new StringBuilder("| variable | default | takes | what |\n| --- | --- | --- | --- |\n");
        for (var one : ALL) {
            var otherwise = one.otherwise.isEmpty() ? "none" : "`" + one.otherwise + "`";
            text.append("| `").append(one.name).append("` | ").append(otherwise);
            text.append(" | ").append(one.takes).append(" | ").append(one.what).append(" |\n");
        }
        return text.toString();
    }
}
