package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.candor.server.http.LateReply;
import dev.candor.server.http.Reply;
import dev.candor.server.http.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that come later, as those that wait for the disk. */
@Timeout(30)
class LateReplyTest {
    /** More than the web server has threads. */
    private static final int MANY = 100;

    private static final String ASK = "GET /now HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String ASK_LATER = "POST /later HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";

    private final CompletableFuture<Reply> coming = new CompletableFuture<>();
    private final Routes routes = new Routes()
            .on("GET", "/now", call -> Reply.empty(204))
            .on("POST", "/later", call -> new LateReply(coming).map(reply -> reply.with("X-Changed", "yes")));

    private WebServer serve() throws IOException {
        return new WebServer("127.0.0.1", 0, new CandorServlet(routes));
    }

    @Test
    void whoWaitsHoldsNoThread() throws Exception {
        var waiting = new ArrayList<RawClient>();
        try (var web = serve();
                var other = new RawClient(web.port())) {
            for (int i = 0; i < MANY; i++) {
                var client = new RawClient(web.port());
                waiting.add(client);
                client.say(ASK_LATER);
            }
            other.say(ASK);
            assertThat(other.head()).startsWith("HTTP/1.1 204");
            coming.complete(Reply.text(200, "text/plain", "done"));
            for (var client : waiting) {
                assertThat(client.head()).startsWith("HTTP/1.1 200").contains("X-Changed: yes", "nosniff");
            }
        } finally {
            for (var client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void aConnectionIsUsedAgainAfterIt() throws Exception {
        try (var web = serve();
                var client = new RawClient(web.port())) {
            client.say(ASK_LATER + ASK);
            coming.complete(Reply.empty(204));
            assertThat(client.head()).startsWith("HTTP/1.1 204").contains("X-Changed");
            assertThat(client.head()).startsWith("HTTP/1.1 204").doesNotContain("X-Changed");
        }
    }

    @Test
    void oneThatDoesNotComeIsSaid() throws Exception {
        for (var failure : List.of(new IOException("the disk"), new IllegalStateException("a secret"))) {
            var failed = new CompletableFuture<Reply>();
            routes.on("POST", "/failing", call -> new LateReply(failed).map(reply -> reply));
            try (var web = serve();
                    var client = new RawClient(web.port())) {
                client.say("POST /failing HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                failed.completeExceptionally(failure);
                assertThat(client.rest())
                        .startsWith(failure instanceof IOException ? "HTTP/1.1 503" : "HTTP/1.1 500")
                        .doesNotContain("disk", "secret");
            }
        }
    }

    @Test
    void whoIsGoneByThenKeepsNobodyFromTheirs() throws Exception {
        try (var web = serve();
                var other = new RawClient(web.port())) {
            try (var gone = new RawClient(web.port())) {
                gone.say(ASK_LATER);
            }
            other.say(ASK_LATER);
            coming.complete(Reply.empty(204));
            assertThat(other.head()).startsWith("HTTP/1.1 204");
        }
    }
}
