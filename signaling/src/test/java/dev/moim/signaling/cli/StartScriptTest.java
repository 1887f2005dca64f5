package dev.moim.signaling.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The start script in a copy of the repository's layout, with JDKs and a Maven that only say how they were called.
class StartScriptTest {
    private static final List<String> TOOLS = List.of(
            "bash",
            "basename",
            "cksum",
            "cut",
            "dirname",
            "find",
            "grep",
            "mv",
            "readlink",
            "rm",
            "sed",
            "touch",
            "tr");

    @TempDir
    Path directory;

    private Path top = Path.of("");
    private Path tools = Path.of("");
    private Path jar = Path.of("");

    /// How a run of the script ended.
    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        top = Files.createDirectories(directory.resolve("some where/moim"));
        tools = Files.createDirectories(directory.resolve("tools"));
        jar = top.resolve("signaling/target/moim/moim.jar");
        Files.copy(Path.of("..", "moim"), top.resolve("moim"));
        Files.createDirectories(top.resolve("signaling/src/main"));
        Files.createDirectories(top.resolve("signaling/target/moim"));
        Files.writeString(top.resolve("pom.xml"), "");
        Files.writeString(top.resolve("signaling/pom.xml"), "");
        Files.writeString(top.resolve("signaling/src/main/Some.java"), "");
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), find(tool));
        }
        program(tools.resolve("id"), "echo 1000");
        program(tools.resolve("python3"), "exit 0");
        for (String browser :
                List.of("chromium", "firefox-esr", "ffmpeg", "turnutils_uclient", "ip", "rabbitmq-server")) {
            program(tools.resolve(browser), "exit 0");
        }
        program(
                tools.resolve("mvn"),
                "echo 'SLF4J(W): No SLF4J providers were found.'; echo \"mvn $* with $JAVA_HOME\"; echo built > '" + jar
                        + "'");
    }

    @Test
    void runsTheServerWithAllArgumentsOnTheJdkOfJavaHome() throws Exception {
        Path jdk = jdk("home", "25.0.1");
        built();

        Outcome run = moim(Map.of("JAVA_HOME", jdk.toString()), "run", "--data", "my data", "--port", "1");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("home ").contains("-jar " + jar + " run --data my data --port 1");
        assertThat(run.err()).doesNotContain("building");
    }

    @Test
    void finds25WhenTheDefaultJavaIsOld() throws Exception {
        Path old = jdk("old", "17.0.9");
        Files.createSymbolicLink(tools.resolve("java"), old.resolve("bin/java"));
        jdk("places/jdk-21", "21.0.2");
        jdk("places/jdk-25", "25");
        built();

        Outcome run = moim(Map.of("JAVA_HOME", old.toString()), "--version");

        assertThat(run.out()).startsWith("jdk-25 ").contains("--version");
    }

    @Test
    void takesANewerJavaOfThePath() throws Exception {
        Path next = jdk("next", "26-ea");
        Files.createSymbolicLink(tools.resolve("java"), next.resolve("bin/java"));
        jdk("places/jdk-25", "25");
        built();

        assertThat(moim(Map.of(), "user", "add", "Mina").out())
                .startsWith("next ")
                .contains("user add Mina");
    }

    @Test
    void asksAJdkWithoutAReleaseFile() throws Exception {
        Path jdk = jdk("places/plain", "25.0.1");
        Files.delete(jdk.resolve("release"));
        program(
                jdk.resolve("bin/java"),
                "[ \"$1\" = -version ] && echo 'openjdk version \"25.0.1\" 2025-10-21' >&2 || echo \"plain $*\"");
        built();

        assertThat(moim(Map.of(), "run").out()).startsWith("plain ");
    }

    @Test
    void saysInOneLineThatThereIsNoJdk() throws Exception {
        jdk("places/jdk-21", "21.0.2");
        Path runtimeOnly = jdk("places/jre-25", "25");
        Files.delete(runtimeOnly.resolve("bin/javac"));

        Outcome run = moim(Map.of(), "run");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("JDK 25", "install");
    }

    @Test
    void saysInOneLineThatThereIsNoMaven() throws Exception {
        jdk("places/jdk-25", "25");
        Files.delete(tools.resolve("mvn"));

        Outcome run = moim(Map.of(), "run");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("Maven 3.8");
    }

    @Test
    void buildsWhatIsOlderThanItsSourcesAndOnlyThat() throws Exception {
        Path jdk = jdk("places/jdk-25", "25");

        assertThat(moim(Map.of(), "run").err())
                .contains("building", "mvn ", "-Dmaven.test.skip", "package with " + jdk.toRealPath())
                .doesNotContain("SLF4J");
        assertThat(moim(Map.of(), "run").err()).doesNotContain("building");

        later(top.resolve("signaling/src/main/Some.java"));
        assertThat(moim(Map.of(), "run").err()).contains("building");

        Path tests = Files.createDirectories(top.resolve("signaling/src/test"));
        later(top.resolve("signaling/target/moim/moim.jar"));
        later(Files.writeString(tests.resolve("SomeTest.java"), ""));
        assertThat(moim(Map.of(), "run").err()).doesNotContain("building");
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        jdk("places/jdk-25", "25");
        program(tools.resolve("mvn"), "echo '[ERROR] it does not compile'; exit 1");

        Outcome run = moim(Map.of(), "run");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("[ERROR] it does not compile", "moim: the build failed");
    }

    @Test
    void makesTheCacheOfClassesOnceForEachJar() throws Exception {
        jdk("places/jdk-25", "25");
        built();

        Outcome first = moim(Map.of(), "run");
        assertThat(first.err()).contains("faster start");
        assertThat(first.out()).contains("-XX:AOTCache=");
        Outcome second = moim(Map.of(), "run");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains("-XX:AOTCache=");

        later(jar);
        assertThat(moim(Map.of(), "user", "add", "Mina").out()).doesNotContain("-XX:AOTCache=");
        assertThat(moim(Map.of(), "run").err()).contains("faster start");
    }

    @Test
    void goesOnWithoutACacheWhenTheJvmMakesNone() throws Exception {
        Path jdk = jdk("places/jdk-25", "25");
        program(jdk.resolve("bin/java"), "case \"$*\" in *AOTCacheOutput*) exit 1 ;; *) echo \"none $*\" ;; esac");
        built();

        assertThat(moim(Map.of(), "run").out()).startsWith("none ").doesNotContain("-XX:AOTCache=");
        assertThat(moim(Map.of(), "run").err()).isEmpty();
    }

    @Test
    void isFoundThroughALink() throws Exception {
        jdk("places/jdk-25", "25");
        built();
        Path link = Files.createSymbolicLink(tools.resolve("meet"), top.resolve("moim"));

        assertThat(run(link, Map.of(), "run").out()).contains("-jar " + jar);
    }

    @Test
    void testVerifiesAndNamesWhatIsMissing() throws Exception {
        jdk("places/jdk-25", "25");
        assertThat(moim(Map.of(), "test", "-pl", "media")).satisfies(run -> {
            assertThat(run.out()).contains("verify -pl media");
            assertThat(run.err()).isEmpty();
        });

        Files.delete(tools.resolve("firefox-esr"));
        program(tools.resolve("python3"), "exit 1");
        assertThat(moim(Map.of(), "test").err().lines())
                .singleElement()
                .asString()
                .contains("firefox-esr python3-aiortc", "skipped");

        program(tools.resolve("id"), "echo 0");
        program(tools.resolve("apt-get"), "echo \"apt-get $*\"");
        assertThat(moim(Map.of(), "test").err()).contains("install", "firefox-esr python3-aiortc");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"" + version + "\"\n");
        // Writes the cache of classes that it is asked for.
        program(
                home.resolve("bin/java"),
                "for option; do case $option in -XX:AOTCacheOutput=*) echo classes > \"${option#*=}\" ;; esac; done\n"
                        + "echo \"" + name.substring(name.lastIndexOf('/') + 1) + " $*\"");
        program(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    private void built() throws IOException {
        later(Files.writeString(jar, "jar"));
    }

    /// Makes it newer than everything that was there before.
    private void later(Path file) throws IOException {
        Instant newest = Instant.EPOCH;
        try (var files = Files.walk(top)) {
            for (Path other : files.toList()) {
                Instant time = Files.getLastModifiedTime(other).toInstant();
                newest = time.isAfter(newest) ? time : newest;
            }
        }
        // The clock of the script must not be behind: everything before moves into the past.
        try (var files = Files.walk(top)) {
            for (Path other : files.toList()) {
                Files.setLastModifiedTime(
                        other,
                        FileTime.from(
                                Files.getLastModifiedTime(other).toInstant().minusSeconds(100)));
            }
        }
        Files.setLastModifiedTime(file, FileTime.from(newest.minusSeconds(50)));
    }

    private static void program(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path find(String tool) {
        for (String place : List.of("/usr/bin", "/bin")) {
            Path program = Path.of(place, tool);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        assumeThat(tool).as("a tool of the start script").isNull();
        throw new AssertionError(tool);
    }

    private Outcome moim(Map<String, String> environment, String... arguments) throws Exception {
        return run(top.resolve("moim"), environment, arguments);
    }

    private Outcome run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        tools.toString(),
                        "MOIM_PYTHON",
                        tools.resolve("python3").toString(),
                        "HOME",
                        directory.toString(),
                        "MOIM_JDK_PLACES",
                        directory + "/places/*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
