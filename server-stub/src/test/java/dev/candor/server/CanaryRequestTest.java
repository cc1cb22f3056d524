package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.CanaryServer.Canary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/** Canaries in headers, addresses and bodies that are none: nothing of them stays, and above all not in a log. */
class CanaryRequestTest extends Canaries {
    @Property(tries = 20)
    @Label("what is planted in a header, an address or a body that is none is nowhere")
    void requests(@ForAll Random random, @ForAll("shapes") String shape) throws Exception {
        var server = canaries().server();
        var canary = Canary.of(random, shape);
        var text = canary.text().replaceAll("[^ -~]", "");
        var event = "{\"event\":\"CLICK\"}";
        var granted = TestServer.cookie("granted");
        for (var header : new String[] {
            "User-Agent",
            "Referer",
            "X-Forwarded-For",
            "Forwarded",
            "X-Real-IP",
            "Authorization",
            "Accept-Language",
            "X-Canary"
        }) {
            server.post("/v1/t", event, granted[0], granted[1], header, text);
        }
        server.post("/v1/t", event, "Cookie", "candor_consent=" + text.replaceAll("[^A-Za-z0-9@.]", ""));
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        for (var address : new String[] {
            "/v1/t?x=" + encoded,
            "/" + encoded,
            "/v1/" + encoded,
            "/v1/projects/" + encoded + "/settings",
            "/app/" + encoded + "/edit",
            "/admin/events?limit=" + encoded,
        }) {
            assertThat(server.post(address, event, granted).body()).doesNotContain(canary.word());
            assertThat(server.asAdmin("GET", address, "").body()).doesNotContain(canary.word());
        }
        for (var body : new String[] {
            canary.text(),
            "{\"event\":" + canary.text(),
            "[\"" + canary.word() + "\"]",
            "{\"" + canary.word() + "\":",
            "\"" + canary.word() + "\""
        }) {
            for (var path : new String[] {"/v1/t", "/v1/batch", "/consent"}) {
                assertThat(server.post(path, body, granted).body()).doesNotContain(canary.word());
            }
            assertThat(server.asAdmin("PUT", "/admin/settings", body).body()).doesNotContain(canary.word());
        }
        server.post("/admin/sign-in", "token=" + encoded);
        assertThat(canaries().everything()).doesNotContain(canary.word());
    }

    /** A body full of canaries, broken somewhere. */
    private static String broken(Random random, String word) {
        var body = new StringBuilder("""
                {"batch":[{"type":"track","event":"Mail of %1$s@a.example","anonymousId":"%1$s","properties":{"%1$s":"%1$s"},
                "context":{"ip":"%1$s","traits":{"email":"%1$s@a.example"}},"timestamp":"%1$s","messageId":["%1$s"]}],
                "sentAt":"%1$s","writeKey":"%1$s"}""".formatted(word));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(body.length());
            switch (random.nextInt(5)) {
                case 0 -> body.setLength(Math.max(at, 1));
                case 1 -> body.setCharAt(at, (char) random.nextInt(256));
                case 2 -> body.insert(at, "{[\"\\u12".charAt(random.nextInt(7)));
                case 3 -> body.deleteCharAt(at);
                default -> body.insert(at, body.substring(at));
            }
            if (body.isEmpty()) {
                body.append(word);
            }
        }
        return body.toString();
    }

    @Property(tries = 300)
    @Label("a broken body leaves nothing in the log, the answer or the metrics")
    void brokenBodies(@ForAll Random random) throws Exception {
        var server = canaries().server();
        var word = Canary.word(random);
        var body = broken(random, word);
        var granted = TestServer.cookie("granted");
        for (var path : new String[] {"/v1/batch", "/v1/track", "/v1/identify", "/consent"}) {
            assertThat(server.post(path, body, granted).body()).doesNotContain(word);
        }
        var zipped = server.post("/v1/batch", body, granted[0], granted[1], "Content-Encoding", "gzip");
        assertThat(zipped.statusCode()).isEqualTo(400);
        assertThat(zipped.body()).doesNotContain(word);
        assertThat(canaries().log()).doesNotContain(word);
        assertThat(server.get("/metrics").body()).doesNotContain(word);
    }

    @Property(tries = 20)
    @Label("a request that is none leaves nothing in the log or the answer")
    void brokenRequests(@ForAll Random random) throws Exception {
        var word = Canary.word(random);
        for (var request : new String[] {
            word + "\r\n\r\n",
            "GET /" + word + "%zz HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /" + word + "\u0001 HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /..;/" + word + " HTTP/9.9\r\nHost: h\r\n\r\n",
            "POST /v1/t HTTP/1.1\r\nHost: " + word + " " + word + "\r\n\r\n",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\n" + word + "\r\n\r\n",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: " + word + "\r\n\r\n",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + word + "\r\n",
            "POST /v1/t HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n{\"event\":\"" + word,
            "GET /" + (word + "/").repeat(2_000) + " HTTP/1.1\r\nHost: h\r\n\r\n",
        }) {
            assertThat(answer(request)).doesNotContain(word);
        }
        assertThat(canaries().log()).doesNotContain(word);
    }

    private static String answer(String request) throws IOException {
        int port = URI.create(canaries().server().url()).getPort();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException closed) {
            return "";
        }
    }
}
