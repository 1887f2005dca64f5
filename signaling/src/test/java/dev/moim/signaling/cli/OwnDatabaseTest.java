package dev.moim.signaling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.Application;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which database a command writes to.
class OwnDatabaseTest {
    private static final String URL = "jdbc:h2:file:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

    @TempDir
    Path temporary;

    /// The account that it makes is an administrator.
    @Test
    void trainingLeavesTheOperatorsDatabaseAlone() throws IOException, InterruptedException {
        Path operators = temporary.resolve("operators");
        Process train = command(
                Map.of("DATASOURCES_DEFAULT_URL", URL.formatted(operators), "MOIM_DATA", temporary.toString()),
                "train");
        train.getOutputStream().close();

        assertThat(train.waitFor()).as("it has come to its end").isZero();
        assertThat(files(temporary)).noneMatch(name -> name.startsWith("operators"));
    }

    @Test
    void peopleAreAddedWhereTheSettingsSay() throws IOException, InterruptedException, SQLException {
        Path elsewhere = temporary.resolve("elsewhere");
        Path settings = Files.writeString(
                temporary.resolve("settings.properties"), "datasources.default.url=" + URL.formatted(elsewhere) + "\n");
        Process add = command(
                Map.of(),
                "user",
                "add",
                "mina",
                "--data",
                temporary.resolve("data").toString(),
                "--config",
                settings.toString());
        try (var input = add.getOutputStream()) {
            input.write("a long password\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(add.waitFor()).isZero();
        try (var connection = DriverManager.getConnection(URL.formatted(elsewhere), "moim", "");
                var query = connection.createStatement();
                var row = query.executeQuery("select name from users")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("mina");
        }
    }

    private static Process command(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
