package dev.candor.server.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks one instance. */
final class Http {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final String base;

    /** @param base such as {@code http://127.0.0.1:8080}, or with the path under which the servlet is mounted */
    Http(URI base) {
        this.base = base.toString().replaceAll("/+$", "");
    }

    String base() {
        return base;
    }

    /** Scheme and authority: what a page of the instance names as its origin. */
    String origin() {
        var uri = URI.create(base);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    /** @throws IOException with a message for people when nobody answers within ten seconds */
    HttpResponse<String> send(String method, String path, String body, String... headers) throws IOException {
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(LIMIT).method(method, publisher);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException("Nothing answers at " + base + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking " + base + path, e);
        }
    }
}
