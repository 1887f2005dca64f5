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

/// Adds an account. The password comes on standard input: as an argument every user of the machine could read it.
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

    @Override
    public Integer call() throws IOException {
        var directory = DataDirectory.prepare(data);
        String password = readPassword();
        try (var context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .properties(Map.of("moim.data", directory.toString()))
                .start()) {
            context.getBean(Accounts.class).add(name, password, administrator);
        } catch (UnfitException | AuthException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (Startup.isLocked(e)) {
                throw new Refusal("a server is running on the data folder " + directory
                        + ": stop it first, or add people through its REST API");
            }
            throw e;
        }
        System.out.println("added " + name);
        return 0;
    }

    private static String readPassword() throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        @Nullable String line = input.readLine();
        return line == null ? "" : line;
    }
}
