package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line of the packaged server as a person at a terminal meets it.
class CommandLineIT {
    private static final Path SCRIPT = Path.of("..", "moim").toAbsolutePath().normalize();

    private static final String PASSWORD = "a long password";

    @TempDir
    Path directory;

    private record Said(int code, List<String> lines) {}

    @Test
    void wrongUseIsAnsweredInOneLine() throws Exception {
        assertOneLine(2, "Unknown options: '--prot'", "run", "--prot", "1");
        assertOneLine(2, "'abc' is not an int", "run", "--port", "abc");
        assertOneLine(1, "--port takes a number from 0 to 65535", "run", "--port", "70000");
        assertOneLine(2, "nonsense", "nonsense");
        assertOneLine(
                1,
                "cannot read the settings file",
                "run",
                "--config",
                directory.resolve("none.yml").toString());
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var tcp = new ServerSocket(0);
                var udp = new DatagramSocket()) {
            assertOneLine(
                    1,
                    "TCP port " + tcp.getLocalPort() + " is in use (--port)",
                    "run",
                    "--port",
                    String.valueOf(tcp.getLocalPort()),
                    "--udp-port",
                    "0",
                    "--data",
                    directory.resolve("a").toString());
            assertOneLine(
                    1,
                    "UDP port " + udp.getLocalPort() + " is in use (--udp-port)",
                    "run",
                    "--port",
                    "0",
                    "--udp-port",
                    String.valueOf(udp.getLocalPort()),
                    "--data",
                    directory.resolve("b").toString());
        }
    }

    @Test
    void aDataFolderThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertOneLine(1, "is not a folder", "run", "--data", file.toString());
        assertOneLine(
                1,
                "cannot create the data folder",
                "run",
                "--data",
                file.resolve("below").toString());
    }

    @Test
    void aCertificateThatCannotBeUsedIsNamed() throws Exception {
        Path nothing = Files.writeString(directory.resolve("nothing.pem"), "");
        Path settings = Files.writeString(
                directory.resolve("settings.yml"), "moim.tls: {certificate: %s, key: %s}".formatted(nothing, nothing));
        assertOneLine(
                1,
                "moim.tls: no certificate and key in these files",
                "run",
                "--port",
                "0",
                "--udp-port",
                "0",
                "--data",
                directory.resolve("c").toString(),
                "--config",
                settings.toString());
    }

    @Test
    void peopleAreAddedWithAPasswordFromStandardInput() throws Exception {
        String data = directory.resolve("data").toString();
        assertThat(run("a long password\n", "user", "add", "mina", "--data", data)
                        .lines())
                .containsExactly("added mina");
        Said twice = run("a long password\n", "user", "add", "MINA", "--data", data);
        assertThat(twice.lines()).containsExactly("moim: this user name is taken");
        assertThat(twice.code()).isEqualTo(1);
        assertThat(run("short\n", "user", "add", "jun", "--data", data).lines())
                .containsExactly("moim: a password has 8 to 256 characters");
        assertThat(Files.getPosixFilePermissions(Path.of(data))).hasSize(3);
    }

    @Test
    void peopleAreAddedWhileTheServerRuns() throws Exception {
        try (var server = ServerProcess.fresh()) {
            String data = server.data().toString();
            assertThat(add("mina", data)).containsExactly("added mina");
            assertThat(add("MINA", data)).containsExactly("moim: this user name is taken");
            assertSignsIn(server, "mina");
            assertThat(Files.getPosixFilePermissions(server.data().resolve("console")))
                    .hasSize(3);

            server.kill();
            assertThat(add("jun", data)).containsExactly("added jun");
            server.start();
            assertThat(add("sora", data)).containsExactly("added sora");
            assertSignsIn(server, "jun");
            assertSignsIn(server, "sora");
        }
    }

    private static void assertSignsIn(ServerProcess server, String name) {
        var signIn = Map.<String, Object>of("username", name, "password", PASSWORD);
        assertThat(server.post("/api/v1/auth/login", signIn, null).has("accessToken"))
                .isTrue();
    }

    private List<String> add(String name, String data) throws Exception {
        return run(PASSWORD + "\n", "user", "add", name, "--data", data).lines();
    }

    private void assertOneLine(int code, String part, String... arguments) throws Exception {
        Said said = run("", arguments);
        assertThat(said.lines())
                .as(List.of(arguments).toString())
                .singleElement()
                .asString()
                .contains(part);
        assertThat(said.code()).as(said.toString()).isEqualTo(code);
    }

    private Said run(String input, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/bin/bash", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "output", "");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        int code = process.waitFor();
        // The first `run` of a build prepares the cache.
        return new Said(
                code,
                Files.readAllLines(output).stream()
                        .filter(line -> !line.contains("preparing a faster start"))
                        .toList());
    }
}
