package dev.candor.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.candor.server.http.Reply;
import dev.candor.server.ingest.BodyReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty, carrying the servlet, bounded against clients that are slow on purpose: a head of at most 8 KB (431) that arrives within
 * its time ({@link SlowHeads}), a connection on which nothing comes ends, and bodies wait without a thread, within bounds ({@link WholeBodies}).
 * Past as many connections as memory and open files allow, at most {@value #MOST_CONNECTIONS}, no more are accepted until idle ones
 * have ended, which they then do within a second.
 */
final class WebServer implements AutoCloseable {
    private static final long STOP_MS = 500;
    private static final long IDLE_AT_STOP_MS = 50;
    private static final int THREADS = 64;
    private static final long IDLE_WHEN_CROWDED_MS = 1_000;
    private static final int MOST_CONNECTIONS = 20_000;
    /** Of the heap, for a connection on which a head is coming in. */
    private static final int CONNECTION_BYTES = 16 * 1024;
    /** What the store, the relay and the admin's pages may open beside the connections. */
    private static final int OTHER_FILES = 256;

    private static final int HEAD_BYTES = 8 * 1024;
    private static final Patience PATIENCE = new Patience(15_000, 20_000, 20_000);
    /** What all bodies together may hold while they come in and are worked on, of the heap: what is made of one takes some times as much. */
    private static final int HELD_PART = 10;

    private static final long LEAST_HELD_BYTES = 8 << 20;

    private final Server server;
    private final ServerConnector connector;

    WebServer(String host, int port, CandorServlet servlet) throws IOException {
        this(host, port, servlet, PATIENCE);
    }

    /**
     * How long a client may take.
     *
     * @param idleMs between two bytes
     * @param headMs for the head of a request
     * @param bodyMs for its body
     */
    record Patience(long idleMs, long headMs, long bodyMs) {}

    WebServer(String host, int port, CandorServlet servlet, Patience patience) throws IOException {
        var threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("candor-web");
        threads.setDaemon(true);
        this.server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEAD_BYTES);
        // As in //v1/import/, which a Segment client makes of a base that ends with a slash. Our paths are matched as
        // they come.
        http.setUriCompliance(UriCompliance.DEFAULT.with("candor", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setShutdownIdleTimeout(IDLE_AT_STOP_MS);
        connector.setIdleTimeout(patience.idleMs);
        connector.addBean(new SlowHeads(connector.getScheduler(), patience.headMs));
        server.addConnector(connector);
        var crowd = new NetworkConnectionLimit(connections(Runtime.getRuntime().maxMemory(), openFiles()), connector);
        crowd.setEndPointIdleTimeout(IDLE_WHEN_CROWDED_MS);
        server.addBean(crowd);
        var context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.addServlet(new ServletHolder(servlet), "/*");
        var maxHeldBytes = Math.max(LEAST_HELD_BYTES, Runtime.getRuntime().maxMemory() / HELD_PART);
        server.setHandler(new GracefulHandler(
                new WholeBodies(context, BodyReader.MAX_BODY_BYTES, patience.bodyMs, maxHeldBytes)));
        // What Jetty refuses by itself is answered like everything else: in one line, without the request in it.
        server.setErrorHandler((request, response, callback) -> {
            int status = response.getStatus();
            var headers = response.getHeaders();
            headers.put(HttpHeader.CONTENT_TYPE, "application/json;charset=utf-8");
            headers.put(HttpHeader.CACHE_CONTROL, "no-store");
            Reply.SECURITY.forEach(headers::put);
            if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
                // It is stopping, or too many bodies come at once: either is over about then.
                headers.put(HttpHeader.RETRY_AFTER, "1");
            }
            var body = "{\"success\":false,\"message\":\"" + reason(status) + "\"}";
            response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
            return status > 0;
        });
        server.setStopTimeout(STOP_MS);
        try {
            server.start();
        } catch (Exception e) {
            stop();
            throw e instanceof BindException || e.getCause() instanceof BindException
                    ? new BindException(
                            "PORT=" + port + ": the port is in use, or HOST=" + host + " is no address of this machine")
                    : new IOException("HOST=" + host + ": nothing can listen at this address", e);
        }
    }

    /** How many connections fit into a heap of so many bytes and a process that may open so many files. */
    static int connections(long heapBytes, long openFiles) {
        long fit = Math.min(heapBytes / CONNECTION_BYTES, Math.max(openFiles / 2, openFiles - OTHER_FILES));
        return (int) Math.max(1, Math.min(fit, MOST_CONNECTIONS));
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private static String reason(int status) {
        return switch (status) {
            case HttpStatus.REQUEST_TIMEOUT_408 -> "the request took too long";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "the headers are larger than 8 KB";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "this is no version of HTTP that is spoken here";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "try again later";
            default -> "the request could not be read";
        };
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private void stop() throws IOException {
        try {
            server.stop();
        } catch (TimeoutException e) {
            // Someone was still connected; the connection is closed all the same.
        } catch (Exception e) {
            throw new IOException("the web server did not stop", e);
        }
    }
}
