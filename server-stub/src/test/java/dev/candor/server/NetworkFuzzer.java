package dev.candor.server;

import dev.candor.event.Versions;
import dev.candor.server.consent.ConsentCookie;
import dev.candor.server.http.Call;
import dev.candor.server.http.Mount;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import dev.candor.server.ingest.FuzzedBodies;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every parser that the network reaches, for a fuzzer: the first byte of an input says which, the rest is what came. Whatever is no
 * answer, is thrown. Jazzer calls {@link #fuzzerTestOneInput}.
 */
public final class NetworkFuzzer {
    /** Inputs to begin with, one for each parser. */
    static final List<String> SEEDS = List.of(
            "0{\"type\":\"track\",\"event\":\"CLICK\",\"properties\":{\"n\":1.5e3,\"tag\":\"a\"},\"timestamp\":\"2020-11-04T10:52:14.616Z\"}",
            "1{\"batch\":[{\"type\":\"page\",\"name\":\"Home\",\"context\":{\"page\":{\"url\":\"https://h.example/a?utm_source=b\"}}}],\"sentAt\":\"2020-11-04T10:52:14.618Z\"}",
            "2a=b; candor_consent=granted:1:1795514400; c",
            "3Basic azo=",
            "4dnt=off&limit=%31%zz&a",
            "5POST /v1/t?dnt=off\nCookie: candor_consent=granted:1:1795514400\nContent-Encoding: gzip\n\n{\"event\":\"A\"}",
            "5PUT /admin/settings\nAuthorization: Bearer fuzz-token\n\n{\"shareAnonymousUsageData\":false}",
            "5POST /consent\nOrigin: http://h\nHost: h\n\n{\"status\":\"granted\"}",
            "5GET /candor.0123456789abcdef.js\nIf-None-Match: \"a\"\nAccept-Encoding: br;q=0, gzip\n\n",
            "5DELETE /consent\nX-Forwarded-Host: h\nSec-Fetch-Site: same-origin\n\n{\"anonymousId\":7}",
            "5POST /admin/sign-in\nCookie: candor_admin=x\n\ntoken=a%20b");

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static final class Fixture {
        private static final FuzzedBodies BODIES;
        private static final Routes ROUTES;

        static {
            try {
                var dir = Files.createTempDirectory("candor-fuzz");
                BODIES = new FuzzedBodies(dir);
                // It shares nothing, so that no input waits for a disk.
                var server = CandorServer.start(
                        Map.of(
                                "PORT",
                                "0",
                                "CANDOR_ADMIN_TOKEN",
                                "fuzz-token",
                                "CANDOR_WRITE_KEY",
                                "k",
                                "CANDOR_DATA_DIR",
                                "d"),
                        dir,
                        new FakeClock(NOW.toString()),
                        new Random(1));
                ROUTES = server.routes();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, dir)));
            } catch (IOException | ConfigurationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void close(CandorServer server, Path dir) {
            try {
                server.close();
                try (var files = Files.walk(dir)) {
                    for (var file : files.sorted(Collections.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private NetworkFuzzer() {}

    /** Called by Jazzer before the first input, by this name. */
    public static void fuzzerInitialize() {
        SEEDS.forEach(seed -> fuzzerTestOneInput(seed.getBytes(StandardCharsets.UTF_8)));
    }

    /** Called by Jazzer, by this name. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var rest = Arrays.copyOfRange(input, 1, input.length);
        var text = new String(rest, StandardCharsets.ISO_8859_1);
        switch (input[0]) {
            case '0' -> Fixture.BODIES.take(rest, rest.length % 2 == 0 ? "track" : "identify");
            case '1' -> Fixture.BODIES.take(rest, null);
            case '2' ->
                ConsentCookie.read(
                        call(new Asked("GET", "/", Map.of("cookie", text), "")).cookies(ConsentCookie.NAME),
                        Versions.POLICY,
                        NOW);
            case '3' -> Call.basicUser(text.strip());
            case '4' -> Call.parameters(text);
            default -> ask(rest);
        }
    }

    private record Asked(String method, String target, Map<String, String> headers, String body) {
        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        @Nullable
        String query() {
            int query = target.indexOf('?');
            return query < 0 ? null : target.substring(query + 1);
        }
    }

    /** A request in the shape of the seeds; of a text without an empty line, all is head. */
    private static void ask(byte[] input) {
        var text = new String(input, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        var head = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
        var body = end < 0 ? "" : text.substring(end + 2);
        int space = head[0].indexOf(' ');
        var headers = new TreeMap<String, String>();
        for (var line : head) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.putIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
        }
        var method = space < 0 ? "GET" : head[0].substring(0, space);
        var reply = answer(call(new Asked(method, head[0].substring(space + 1), headers, body)));
        if (reply.status() < 200 || reply.status() >= 500) {
            throw new IllegalStateException("answered " + reply.status());
        }
        reply.headers().forEach((name, value) -> {
            if (value.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalStateException("a header with a line's end: " + name);
            }
        });
    }

    private static Reply answer(Call call) {
        try {
            return Fixture.ROUTES.handle(call).await();
        } catch (Call.BadBodyException e) {
            return e.reply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Call call(Asked asked) {
        var body = new ServletInputStream() {
            private final ByteArrayInputStream in =
                    new ByteArrayInputStream(asked.body().getBytes(StandardCharsets.ISO_8859_1));

            @Override
            public int read() {
                return in.read();
            }

            @Override
            public int read(byte[] into, int from, int length) {
                return in.read(into, from, length);
            }

            @Override
            public boolean isFinished() {
                return in.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException();
            }
        };
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                NetworkFuzzer.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    var header = arguments == null
                            ? null
                            : asked.headers().get(arguments[0].toString().toLowerCase(Locale.ROOT));
                    return switch (method.getName()) {
                        case "getMethod" -> asked.method();
                        case "getRequestURI" -> asked.path();
                        case "getQueryString" -> asked.query();
                        case "getHeader" -> header;
                        case "getHeaders" -> Collections.enumeration(header == null ? List.of() : List.of(header));
                        case "getInputStream" -> body;
                        case "getContentLengthLong" -> (long) asked.body().length();
                        case "getRemoteAddr" -> "127.0.0.1";
                        case "isSecure" -> false;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
        return new Call(request, new Mount(""));
    }
}
