package dev.moim.stunturn.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Answering a check needs nothing but our classes and ice4j's own jar: no configuration library, no Kotlin, no agent.
/// That keeps the start of the server fast and shows that the exclusions in the root pom take nothing away.
class LeanClasspathTest {
    /// Runs in a process of its own.
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            long begin = System.nanoTime();
            var server = new InetSocketAddress("192.0.2.1", 3478);
            var gateway = new IceLite(IceSettings.DEFAULT, () -> 3478);
            var session = gateway.open(new RecordedPaths(), 0);
            var client = new IceClient(
                    new IceCredentials("clnt", "c".repeat(22)), session.credentials(), server, new Random(1), 0);
            byte[] check = Objects.requireNonNull(client.poll(0));
            gateway.onDatagram(
                    check,
                    0,
                    check.length,
                    new InetSocketAddress("198.51.100.7", 5),
                    (buffer, offset, length) -> client.onDatagram(buffer, offset, length, server, 0),
                    0);
            System.out.println(client.state() + " after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        }
    }

    @Test
    void theFirstCheckIsAnsweredWithIce4jAloneOnTheClasspath() throws Exception {
        String lean = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("ice4j") || entry.contains("jspecify") || entry.contains("classes"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(lean).contains("ice4j").doesNotContain("kotlin", "jitsi-utils", "jicoco", "typesafe");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-verbose:class",
                        "-cp",
                        lean,
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("CONNECTED after")
                .doesNotContain("org.ice4j.ice.Agent", "org.ice4j.stack.StunStack");
    }
}
