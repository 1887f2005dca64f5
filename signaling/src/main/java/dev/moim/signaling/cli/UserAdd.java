package dev.moim.signaling.cli;

import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.auth.AuthException;
import dev.moim.signaling.auth.UnfitException;
import io.micronaut.context.ApplicationContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds an account, by the server when one runs on the data folder. The password comes on standard input: every user
/// of the machine could read an argument.
@Command(name = "add", description = "Add a person; the password is read from standard input.")
final class UserAdd implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The name to sign in with.")
    private String name = "";

    @Option(names = "--admin", description = "May manage people and all rooms.")
    private boolean administrator;

    @Option(
            names = "--data",
            defaultValue = "moim-data",
            paramLabel = "DIR",
            description = "Folder of everything that is kept; default ${DEFAULT-VALUE}.")
    private Path data = Path.of("moim-data");

    @Option(names = "--config", paramLabel = "FILE", description = "The server's settings, when it does not run.")
    private @Nullable Path config;

    @Override
    public Integer call() throws IOException {
        var directory = DataDirectory.prepare(data);
        var person = new NewPerson(name, readPassword(), administrator);
        var reply = Console.ask(directory, person);
        if (reply.isEmpty()) {
            add(person, directory);
        } else if (reply.get().refusal() != null) {
            throw new Refusal(reply.get().refusal());
        }
        System.out.println("added " + name);
        return 0;
    }

    /// No server runs: the database is free.
    private void add(NewPerson person, Path directory) {
        var builder = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .properties(Map.of("moim.data", directory.toString()));
        if (config != null) {
            builder.propertySources(SettingsFile.read(config));
        }
        try (var context = builder.start()) {
            context.getBean(Accounts.class).add(person.name(), person.password(), person.administrator());
        } catch (UnfitException | AuthException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw Startup.isLocked(e)
                    ? new Refusal("a server that cannot be asked is running on the data folder " + directory
                            + ": stop it first, or add people through its REST API")
                    : Startup.explain(e);
        }
    }

    private static String readPassword() throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        @Nullable String line = input.readLine();
        return line == null ? "" : line;
    }
}
