package dev.moim.signaling.upload;

import dev.moim.signaling.objects.S3Mock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A process that uploads until it is killed. Its arguments: the data folder, the store's port, a prefix, and `record`
/// the first time.
final class UploadUntilKilled {
    private UploadUntilKilled() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var pipeline = new Pipeline(Path.of(args[0]), settings(Integer.parseInt(args[1]), args[2]));
        if (args.length > 3) {
            pipeline.record(KilledUploadTest.LARGE, 1000, 300_000);
        }
        System.out.println("ready");
        System.out.flush();
        Thread.currentThread().join();
    }

    static Map<String, Object> settings(int port, String prefix) {
        var settings = new HashMap<>(S3Mock.settings(port));
        settings.put("moim.objects.s3.prefix", prefix);
        return settings;
    }
}
