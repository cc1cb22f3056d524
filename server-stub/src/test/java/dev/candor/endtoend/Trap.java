package dev.candor.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A port at which nobody may knock: counts the connections that are opened to it, whatever is sent on them. */
final class Trap implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();

    Trap() throws IOException {
        var waiting = new Thread(
                () -> {
                    try {
                        while (true) {
                            socket.accept().close();
                            connections.incrementAndGet();
                        }
                    } catch (IOException closed) {
                        // The test is over.
                    }
                },
                "trap");
        waiting.setDaemon(true);
        waiting.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
