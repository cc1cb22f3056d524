package dev.candor.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: what a running instance does. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Says how a running instance is: whether it takes events, what it shares, how many events wait for the collector.",
            "Reads /healthz, /consent and /metrics, and needs no token."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it answers, and takes events",
            "1:it does not answer, or says what is wrong",
            "2:an argument or a setting is wrong"
        })
public final class Status implements Callable<Integer> {
    private static final Pattern METRIC =
            Pattern.compile("^(candor_[a-z_]+(?:\\{state=\"[a-z]+\"})?) (\\d+)$", Pattern.MULTILINE);

    /** Says where the instance of this configuration listens. */
    @FunctionalInterface
    public interface Default {
        URI address() throws Exception;
    }

    private final Default otherwise;
    private final ObjectMapper mapper = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before the call.
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            converter = Address.class,
            description = "Where the instance answers. Without it: HOST and PORT from the environment or docker.env.")
    private @Nullable URI url;

    /** @param otherwise asked when no address is given */
    public Status(Default otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public Integer call() throws Exception {
        var http = new Http(url == null ? otherwise.address() : url);
        var health = http.get("/healthz");
        var reason = read(health.body()).path("reason").asText("answered " + health.statusCode());
        boolean well = health.statusCode() == 200;
        line("instance", http.base() + (well ? ", ok" : ", failing: " + reason));
        var consent = http.get("/consent");
        line(
                "sharing",
                switch (consent.statusCode()) {
                    case 200 -> sharing(read(consent.body()));
                    case 404 -> "a collector: takes what comes";
                    default -> "unknown";
                });
        var metrics = metrics(http.get("/metrics").body());
        for (var state : new String[] {"waiting", "relayed", "refused"}) {
            line(state, metrics.getOrDefault("candor_events{state=\"" + state + "\"}", "unknown"));
        }
        line("store", metrics.getOrDefault("candor_store_bytes", "unknown") + " bytes");
        line("collector", metrics.isEmpty() ? "unknown" : collector(metrics.get("candor_relay_up")));
        return well ? 0 : 1;
    }

    private static String sharing(JsonNode consent) {
        var sharing = consent.path("sharing").asText();
        return consent.path("disabled").asBoolean() ? "off, nothing leaves" : meaning(sharing);
    }

    private static String meaning(String sharing) {
        return switch (sharing) {
            case "yes" -> "yes";
            case "no" -> "no, nothing leaves";
            default -> "unanswered, only the keep-alive leaves";
        };
    }

    private static String collector(@Nullable String up) {
        if (up == null) {
            return "none, events stay in the store";
        }
        return up.equals("1") ? "ok" : "does not take events; they wait";
    }

    static Map<String, String> metrics(String text) {
        var metrics = new HashMap<String, String>();
        METRIC.matcher(text).results().forEach(found -> metrics.put(found.group(1), found.group(2)));
        return metrics;
    }

    private JsonNode read(String body) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            return mapper.createObjectNode();
        }
    }

    private void line(String name, String value) {
        spec.commandLine().getOut().printf("%-10s %s%n", name, value);
    }
}
