package dev.moim.signaling.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.objects.FaultyProxy;
import dev.moim.signaling.objects.FaultyProxy.Fault;
import dev.moim.signaling.objects.S3Mock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process is killed again and again in the middle of an upload.
class KilledUploadTest {
    static final int LARGE = 40_000_000;
    private static final int KILLS = 3;

    @Test
    void killedProcessesUploadEverythingOnce(@TempDir Path data) throws IOException, InterruptedException {
        String prefix = UUID.randomUUID() + "/";
        try (var proxy = new FaultyProxy(S3Mock.shared().port())) {
            // Slow enough to be met in the middle of the large file.
            proxy.set(new Fault.Slow(8_000_000));
            for (int i = 1; i <= KILLS; i++) {
                killAfter(proxy, 4_000_000L + i * 1_500_000L, arguments(data, proxy.port(), prefix, i == 1));
            }
            proxy.set(new Fault.None());
            try (var pipeline = new Pipeline(data, UploadUntilKilled.settings(proxy.port(), prefix))) {
                pipeline.awaitState("uploaded");
                pipeline.assertUploadedOnce();
            }
        }
    }

    private static List<String> arguments(Path data, int port, String prefix, boolean first) {
        var arguments = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                UploadUntilKilled.class.getName(),
                data.toString(),
                Integer.toString(port),
                prefix));
        if (first) {
            arguments.add("record");
        }
        return arguments;
    }

    private static void killAfter(FaultyProxy proxy, long bytes, List<String> command)
            throws IOException, InterruptedException {
        long before = proxy.passed();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("ready");
            Pipeline.await("bytes on their way", () -> proxy.passed() - before > bytes);
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
    }
}
