package dev.candor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Watches which sockets the server opens by itself, to anybody: what Linux lists as the process's own, less what it listens at and
 * whom it accepted there. It looks every few milliseconds, so one to an address that answers nothing is seen.
 */
final class Sockets implements AutoCloseable {
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Set<String> opened = ConcurrentHashMap.newKeySet();
    private final List<ProcessHandle> servers;
    private final String portInHex;
    private final Thread thread;
    private volatile boolean closed;
    private final AtomicInteger looks = new AtomicInteger();

    /** @param url the server's own address */
    Sockets(String url) {
        portInHex = "%04X".formatted(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
        servers = ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .toList();
        assertThat(servers).as("server processes").isNotEmpty();
        look();
        thread = new Thread(this::watch, "sockets");
        thread.setDaemon(true);
        thread.start();
    }

    /** The addresses of the sockets that the server opened, as Linux writes them. */
    Set<String> opened() {
        assertThat(looks.get()).as("looks at the server's sockets").isPositive();
        return opened;
    }

    private void watch() {
        while (!closed) {
            look();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void look() {
        servers.forEach(this::look);
        looks.incrementAndGet();
    }

    private void look(ProcessHandle server) {
        var proc = Path.of("/proc", Long.toString(server.pid()));
        try {
            var own = own(proc.resolve("fd"));
            for (var table : new String[] {"tcp", "tcp6", "udp", "udp6"}) {
                for (var line : Files.readAllLines(proc.resolve("net").resolve(table))) {
                    // Number, local and remote address, state, …, inode.
                    var columns = line.strip().split("\\s+", -1);
                    if (own.contains(columns[9]) && !columns[1].endsWith(":" + portInHex)) {
                        opened.add(table + " " + columns[2]);
                    }
                }
            }
        } catch (IOException | UncheckedIOException ended) {
            // The server ended, or closed one of its files meanwhile; the next look sees the rest.
        }
    }

    private static Set<String> own(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var inodes = new HashSet<String>();
            for (var file : files.toList()) {
                if (!Files.isSymbolicLink(file)) {
                    continue;
                }
                var socket = SOCKET.matcher(Files.readSymbolicLink(file).toString());
                if (socket.matches()) {
                    inodes.add(socket.group(1));
                }
            }
            return inodes;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
