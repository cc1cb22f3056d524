package dev.candor.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real Kafka broker of one node (KRaft) in a process of its own, on free ports of 127.0.0.1. */
final class Broker implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final int port = freePort();
    private final Path settings;
    private Process process;

    Broker(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.settings = Files.writeString(folder.resolve("server.properties"), settings(freePort()));
        var id = new String(
                java("kafka.tools.StorageTool", "random-uuid").getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var format = java("kafka.tools.StorageTool", "format", "-t", id.strip(), "-c", settings.toString());
        var said = new String(format.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (format.waitFor() != 0) {
            throw new IOException("Kafka's folder was not made: " + said);
        }
        this.process = started();
        awaitPort();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** As a power cut would, and returns once it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Begins again with the same folder and port, and returns once it can be connected to. */
    void restart() throws IOException {
        process = started();
        awaitPort();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private Process started() throws IOException {
        return builder("kafka.Kafka", settings.toString())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.log").toFile()))
                .start();
    }

    private Process java(String... arguments) throws IOException {
        return builder(arguments).start();
    }

    private ProcessBuilder builder(String... arguments) throws IOException {
        var jars = Path.of("target", "kafka").toAbsolutePath();
        if (!Files.isDirectory(jars)) {
            throw new IOException("No broker in " + jars + "; `make test` puts it there");
        }
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m", "-cp", jars + "/*"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        return builder;
    }

    private void awaitPort() throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("Kafka did not start: " + Files.readString(folder.resolve("broker.log")));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private String settings(int controller) {
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controller,
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "inter.broker.listener.name=PLAINTEXT",
                "offsets.topic.replication.factor=1",
                "num.partitions=3",
                "log.dirs=" + folder.resolve("log"),
                "");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
