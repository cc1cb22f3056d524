package dev.candor.server;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Serves until it is told to stop. */
public final class Main {
    private static final int CANNOT_START = 1;
    /** A system property: the line shows the token at every start, as `make run` wants it for the sample. */
    private static final String SHOW_TOKEN = "candor.showToken";

    private Main() {}

    public static void main(String[] arguments) {
        // So that a connection to the collector does not stay open long after the last event.
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
        // So that Jetty does not start all of JMX to find it out: MemoryUtils, 64 bytes of a line by 4 of a reference.
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        int status =
                arguments.length == 0 ? serve() : Commands.run(System.getenv(), workingDir(), Main::serve, arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static Path workingDir() {
        return Path.of("").toAbsolutePath();
    }

    private static int serve() {
        try {
            var server = CandorServer.start(System.getenv(), workingDir());
            System.out.println(greeting(server));
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stop(server);
                stopped.countDown();
            }));
            stopped.await();
            return 0;
        } catch (ConfigurationException e) {
            return fail(Commands.WRONG_CONFIGURATION, String.valueOf(e.getMessage()));
        } catch (BindException e) {
            return fail(CANNOT_START, String.valueOf(e.getMessage()));
        } catch (FileSystemException e) {
            return fail(CANNOT_START, "CANDOR_DATA_DIR: " + e.getFile() + " cannot be written");
        } catch (IOException e) {
            return fail(CANNOT_START, "The server cannot start: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** The one line of standard output: where it listens, how to get in, what is shared. */
    static String greeting(CandorServer server) {
        var token = server.adminToken();
        String how;
        if (token.fresh() || Boolean.getBoolean(SHOW_TOKEN)) {
            how = "token " + token.value();
        } else if (server.configuration().adminToken() != null) {
            how = "token from CANDOR_ADMIN_TOKEN";
        } else {
            how = "token in " + server.configuration().dataDir().resolve("admin-token");
        }
        boolean collector = server.configuration().role() == Role.COLLECTOR;
        return (collector ? "Candor collector at " : "Candor at ") + server.url() + ", admin " + server.url()
                + "/admin, " + how + (collector ? "" : ", sharing: " + sharing(server));
    }

    private static String sharing(CandorServer server) {
        var sharing = server.sharing();
        var lock = sharing.lock();
        if (lock != null) {
            return "off (" + lock.variable() + ")";
        }
        var source = sharing.source().isEmpty() ? "" : " (" + sharing.source() + ")";
        return sharing.answer().text() + source;
    }

    private static void stop(CandorServer server) {
        try {
            server.close();
        } catch (IOException e) {
            System.err.println("The server did not stop cleanly: " + e.getMessage());
        }
    }

    private static int fail(int status, String message) {
        System.err.println(message);
        return status;
    }
}
