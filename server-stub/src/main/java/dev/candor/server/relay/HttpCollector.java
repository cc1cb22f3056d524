package dev.candor.server.relay;

import dev.candor.event.Versions;
import dev.candor.server.privacy.Times;
import dev.candor.server.store.KeptEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A collector that speaks the Segment HTTP tracking API; no socket is opened before the first batch. */
public final class HttpCollector implements Collector {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI address;
    private final @Nullable String authorization;
    private final Clock clock;
    private final Duration timeout;
    private @Nullable HttpClient client;
    private @Nullable CompletableFuture<?> pending;

    /** @param base the collector's address, such as {@code http://host:9000}; batches go to {@code /v1/batch} under it */
    public HttpCollector(URI base, @Nullable String writeKey, Clock clock) {
        this(base, writeKey, clock, TIMEOUT);
    }

    /** @param timeout after which an answer does not count any more */
    HttpCollector(URI base, @Nullable String writeKey, Clock clock, Duration timeout) {
        this.timeout = timeout;
        this.address = URI.create(base + "/v1/batch");
        this.clock = clock;
        this.authorization = writeKey == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Reply post(List<KeptEvent> events, int failures) throws IOException {
        var request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                // Java's own would say which Java the instance has.
                .header("User-Agent", "candor-server/" + Versions.SOFTWARE)
                .POST(HttpRequest.BodyPublishers.ofString(batch(events)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (failures > 0) {
            request.header("X-Retry-Count", Integer.toString(failures));
        }
        var sent = send(request.build());
        try {
            var response = sent.get();
            return new Reply(
                    response.statusCode(),
                    retryAfter(response.headers().firstValue("Retry-After").orElse(""), clock.instant()));
        } catch (ExecutionException e) {
            throw new IOException("no answer", e.getCause());
        } catch (CancellationException e) {
            throw new IOException("broken off", e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public synchronized void disconnect() {
        if (pending != null) {
            pending.cancel(true);
        }
        // Without anyone who holds it, the client closes its connections by itself.
        client = null;
    }

    private String batch(List<KeptEvent> events) {
        return events.stream()
                .map(KeptEvent::json)
                .collect(Collectors.joining(
                        ",", "{\"batch\":[", "],\"sentAt\":\"" + Times.iso(clock.instant()) + "\"}"));
    }

    private synchronized CompletableFuture<HttpResponse<Void>> send(HttpRequest request) {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        var sent = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        pending = sent;
        return sent;
    }

    /** Seconds or an HTTP date, RFC 9110 section 10.2.3; null for anything else. */
    static @Nullable Duration retryAfter(String value, Instant now) {
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(now, until.toInstant());
            return wait.isNegative() ? null : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
