package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeBodiesTest {
    private static final int BODY_BYTES = 1_000;
    private static final String HEAD =
            "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n";
    private static final String HALF = "x".repeat(BODY_BYTES / 2);

    private final Server server = new Server(0);
    private final WholeBodies bodies =
            new WholeBodies(new Length(), BODY_BYTES, 20_000, 2 * BODY_BYTES + BODY_BYTES / 2);

    private void hold(long bytes) throws Exception {
        assertThat(Eventually.see(bodies::heldBytes, it -> it == bytes)).isEqualTo(bytes);
    }

    @BeforeEach
    void start() throws Exception {
        server.setHandler(bodies);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** Answers with the length of what it got. */
    private static final class Length extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            var body = Content.Source.asString(request, StandardCharsets.UTF_8);
            Content.Sink.write(response, true, Integer.toString(body.length()), callback);
            return true;
        }
    }

    private int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    private String answer() throws IOException {
        return RawClient.ask(port(), HEAD + HALF + HALF);
    }

    @Test
    void aBodyIsRefusedWhileOthersHoldAllTheMemoryThereIsForThem() throws Exception {
        assertThat(answer()).startsWith("HTTP/1.1 200").endsWith("1000");
        hold(0);
        try (var one = new RawClient(port());
                var other = new RawClient(port())) {
            one.say(HEAD + HALF);
            other.say(HEAD + HALF);
            hold(2 * BODY_BYTES);
            assertThat(answer()).startsWith("HTTP/1.1 503");
            one.say(HALF);
            assertThat(one.rest()).startsWith("HTTP/1.1 200").endsWith("1000");
            hold(BODY_BYTES);
            assertThat(answer()).startsWith("HTTP/1.1 200");
            other.say(HALF);
            assertThat(other.rest()).startsWith("HTTP/1.1 200");
        }
        assertThat(answer()).startsWith("HTTP/1.1 200");
    }

    @Test
    void whatBreaksOffHoldsNothingAfter() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (var broken = new RawClient(port())) {
                broken.say(HEAD + HALF);
                broken.end();
                assertThat(broken.rest()).doesNotContain(" 200 ");
            }
        }
        hold(0);
    }
}
