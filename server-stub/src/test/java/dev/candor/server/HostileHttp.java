package dev.candor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server for those who mean it no good; after each test it is well, and has logged nothing of anybody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class HostileHttp {
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    TestServer server;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        server = TestServer.start(dir, "CANDOR_SHARE", "yes", "CANDOR_WRITE_KEY", "k");
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        System.setErr(standardError);
    }

    @AfterEach
    void theServerIsWellAndHasLoggedNothingOfAnybody() throws Exception {
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("zqcanary", "203.0.113.", "\tat ");
    }

    int port() {
        return server.server().port();
    }

    String ask(String request) throws IOException {
        return RawClient.ask(port(), request);
    }

    /** A visitor's event, with more headers. */
    static String post(String body, String... headers) {
        var more = new StringBuilder();
        for (var header : headers) {
            more.append(header).append("\r\n");
        }
        return "POST /v1/t HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: " + TestServer.cookie("granted")[1]
                + "\r\nContent-Length: " + body.length() + "\r\n" + more + "\r\n" + body;
    }
}
