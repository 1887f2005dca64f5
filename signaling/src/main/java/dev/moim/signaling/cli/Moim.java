package dev.moim.signaling.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/// The root of the command line. Reading it starts nothing: help and a wrong option answer at once.
@Command(
        name = "moim",
        description = "A self-hosted video-conference server.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = Moim.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Serve.class, Worker.class, User.class, LoadTestCommand.class, Train.class})
public final class Moim {
    private Moim() {}

    /// Runs one command to its end.
    ///
    /// @return the exit code of the process: 0 fine, 1 it failed, 2 it was asked wrongly
    public static int execute(String[] args) {
        var line = new CommandLine(new Moim());
        line.setParameterExceptionHandler(Moim::onWrongUse);
        line.setExecutionExceptionHandler(Moim::onFailure);
        return line.execute(args);
    }

    private static int onWrongUse(ParameterException wrong, String[] args) {
        var line = wrong.getCommandLine();
        line.getErr().println("moim: " + wrong.getMessage() + " (see moim " + name(line) + "--help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static String name(CommandLine line) {
        return line.getParent() == null ? "" : line.getCommandName() + " ";
    }

    private static int onFailure(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof Refusal refusal) {
            line.getErr().println("moim: " + refusal.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    /// The version of the jar, or `development` when the classes do not come from one.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Optional.ofNullable(Moim.class.getPackage().getImplementationVersion());
            return new String[] {"moim " + version.orElse("development")};
        }
    }
}
