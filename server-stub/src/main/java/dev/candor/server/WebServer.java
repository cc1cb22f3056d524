package dev.candor.server;

import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, carrying the servlet. */
final class WebServer implements AutoCloseable {
    private static final long STOP_MS = 500;
    private static final long IDLE_AT_STOP_MS = 50;
    private static final int THREADS = 64;

    private final Server server;
    private final ServerConnector connector;

    WebServer(String host, int port, CandorServlet servlet) throws IOException {
        var threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("candor-web");
        threads.setDaemon(true);
        this.server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setShutdownIdleTimeout(IDLE_AT_STOP_MS);
        server.addConnector(connector);
        var context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.addServlet(new ServletHolder(servlet), "/*");
        server.setHandler(new GracefulHandler(context));
        // What Jetty refuses by itself is answered like everything else: in one line, without the request in it.
        server.setErrorHandler((request, response, callback) -> {
            int status = response.getStatus();
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json;charset=utf-8");
            var body = "{\"success\":false,\"message\":\"the request could not be read\"}";
            response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
            return status > 0;
        });
        server.setStopTimeout(STOP_MS);
        try {
            server.start();
        } catch (Exception e) {
            stop();
            throw e instanceof BindException || e.getCause() instanceof BindException
                    ? new BindException("address in use")
                    : new IOException("HOST=" + host + ": nothing can listen at this address", e);
        }
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
