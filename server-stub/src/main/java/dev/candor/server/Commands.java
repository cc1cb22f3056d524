package dev.candor.server;

import dev.candor.event.Versions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line: without a command, the server serves. */
final class Commands {
    static final int WRONG_CONFIGURATION = 2;

    private Commands() {}

    static int run(Map<String, String> environment, Path workingDir, String... arguments) {
        return line(environment, workingDir).execute(arguments);
    }

    static CommandLine line(Map<String, String> environment, Path workingDir) {
        return new CommandLine(new Server())
                .addSubcommand("setup", new SetupCommand(environment, workingDir))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    line.getErr().println(exception.getMessage());
                    return exception instanceof ConfigurationException ? WRONG_CONFIGURATION : 1;
                });
    }

    @Command(
            name = "candor-server-stub",
            mixinStandardHelpOptions = true,
            version = "candor " + Versions.SOFTWARE,
            description = "Without a command: serves. What can be set stands in the README.")
    private static final class Server implements Runnable {
        @Override
        public void run() {
            // Serving is Main's, which comes here only with arguments.
        }
    }

    @Command(
            name = "setup",
            mixinStandardHelpOptions = true,
            description = "Asks whether to share anonymous usage data, and writes the answer into docker.env.")
    private static final class SetupCommand implements Callable<Integer> {
        private final Map<String, String> environment;
        private final Path workingDir;

        @Spec
        @SuppressWarnings("NullAway.Init") // Set by picocli before the call.
        private CommandSpec spec;

        @Option(
                names = "--rotate",
                description = "Asks nothing, and deletes the key under which typed values are hashed.")
        private boolean rotate;

        SetupCommand(Map<String, String> environment, Path workingDir) {
            this.environment = environment;
            this.workingDir = workingDir;
        }

        @Override
        public Integer call() throws IOException, ConfigurationException {
            // Not closed: standard input is not ours.
            var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            var setup =
                    new Setup(environment, workingDir, in, spec.commandLine().getOut());
            if (rotate) {
                setup.rotate();
                return 0;
            }
            return setup.ask() ? 0 : 1;
        }
    }
}
