package dev.candor.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A connection on which a test may say whatever it likes. */
final class RawClient implements AutoCloseable {
    private static final int LIMIT_MS = 25_000;

    private final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MS);
        socket.setTcpNoDelay(true);
    }

    /** All that is answered to this, until the server ends the connection. */
    static String ask(int port, String request) throws IOException {
        try (var client = new RawClient(port)) {
            client.say(request);
            return client.rest();
        }
    }

    void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Says it up to so many times, and whether the server ended the connection before that. */
    boolean saysUntilRefused(String text, int times, long everyMs) throws IOException {
        try {
            for (int i = 0; i < times; i++) {
                say(text);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(everyMs));
            }
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    /** No more will be said; whether the other side notices is its business. */
    void end() throws IOException {
        socket.shutdownOutput();
    }

    /** The next line that is answered. */
    String line() throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** The next lines, to the empty one that ends a head. */
    String head() throws IOException {
        var head = new StringBuilder();
        for (var line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** What comes until the server ends the connection, at the latest after {@link #LIMIT_MS} of silence. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
