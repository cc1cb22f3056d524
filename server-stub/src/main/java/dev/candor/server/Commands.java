package dev.candor.server;

import dev.candor.event.Versions;
import dev.candor.server.command.Export;
import dev.candor.server.command.Status;
import dev.candor.server.command.Verify;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command line: without a command, the server serves. Every command ends with 0 when it did what it says, 1 when it could not,
 * and {@value #WRONG_CONFIGURATION} when an argument or a setting is wrong; a server that is told to stop ends as Java does then.
 */
final class Commands {
    static final int WRONG_CONFIGURATION = 2;
    static final String STORE = "candor.db";

    private Commands() {}

    static int run(Map<String, String> environment, Path workingDir, IntSupplier serve, String... arguments) {
        return line(environment, workingDir, serve).execute(arguments);
    }

    /** @param serve runs until the server ends, and returns the exit code */
    static CommandLine line(Map<String, String> environment, Path workingDir, IntSupplier serve) {
        // Not System.out, which swallows that a disk is full or a pipe broken.
        var standardOutput = new FileOutputStream(FileDescriptor.out);
        return new CommandLine(new Server())
                .addSubcommand("serve", withSettings(new CommandLine(new ServeCommand(serve))))
                .addSubcommand("setup", new SetupCommand(environment, workingDir))
                .addSubcommand("status", new Status(() -> address(environment, workingDir)))
                .addSubcommand("export", new Export(() -> store(environment, workingDir), standardOutput))
                .addSubcommand("verify", new Verify())
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    line.getErr().println(exception.getMessage());
                    return exception instanceof ConfigurationException ? WRONG_CONFIGURATION : 1;
                });
    }

    private static CommandLine withSettings(CommandLine serve) {
        serve.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_FOOTER,
                        help -> System.lineSeparator() + "Settings:" + System.lineSeparator()
                                + help.createTextTable(Settings.help()));
        return serve;
    }

    private static URI address(Map<String, String> environment, Path workingDir) throws ConfigurationException {
        var configuration = Configuration.read(environment, workingDir);
        return URI.create(CandorServer.url(configuration.host(), configuration.port()));
    }

    private static Path store(Map<String, String> environment, Path workingDir) throws ConfigurationException {
        return Configuration.read(environment, workingDir).dataDir().resolve(STORE);
    }

    @Command(
            name = "candor-server-stub",
            mixinStandardHelpOptions = true,
            version = "candor " + Versions.SOFTWARE,
            description = {
                "Telemetry that the people being measured can check. Without a command: serves.",
                "Settings come from the environment and from docker.env in the working directory; serve --help lists them."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:the command did what it says",
                "1:it could not, and one line says why",
                "2:an argument or a setting is wrong"
            })
    private static final class Server implements Runnable {
        @Override
        public void run() {
            // Serving is Main's, which comes here only with arguments.
        }
    }

    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = {
                "Serves until it is told to stop (SIGTERM, Ctrl-C). The same as no command at all.",
                "Settings come from the environment, or from docker.env in the working directory; PORT and HOST say where."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "1:the port or the data directory cannot be used",
                "2:a setting is wrong",
                "130:it was told to stop by Ctrl-C, and did",
                "143:it was told to stop by SIGTERM, and did"
            })
    private record ServeCommand(IntSupplier serve) implements Callable<Integer> {
        @Override
        public Integer call() {
            return serve.getAsInt();
        }
    }

    @Command(
            name = "setup",
            mixinStandardHelpOptions = true,
            description = "Asks whether to share anonymous usage data, and writes the answer into docker.env.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:it was answered, or there was nothing to ask",
                "1:the input ended without an answer",
                "2:an argument or a setting is wrong"
            })
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
