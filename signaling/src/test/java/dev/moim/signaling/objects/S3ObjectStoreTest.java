package dev.moim.signaling.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.signaling.objects.FaultyProxy.Fault;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A real S3 server.
class S3ObjectStoreTest extends ObjectStoreContract {
    private static final int SIZE = 40_000_000;
    private final String key = "large/" + UUID.randomUUID();

    @Override
    Map<String, Object> settings() {
        return S3Mock.settings(S3Mock.shared().port());
    }

    @Test
    void goesOnWhereABrokenPutEnded() throws IOException {
        byte[] bytes = bytes(SIZE);
        String sha256 = sha256(bytes);
        var file = Files.write(folder.resolve("large"), bytes);
        try (var proxy = new FaultyProxy(S3Mock.shared().port());
                var context = context(proxy)) {
            var store = context.getBean(ObjectStore.class);
            // Every connection ends in the middle of a part once three of five are through.
            proxy.set(new Fault.Lasting(3 * MultipartUpload.PART_SIZE + 1_000_000));
            assertThatThrownBy(() -> store.put(key, file, SIZE, sha256)).isInstanceOf(IOException.class);

            proxy.set(new Fault.None());
            long before = proxy.passed();
            assertThat(store.holds(key, SIZE, sha256)).isFalse();
            store.put(key, file, SIZE, sha256);

            assertThat(proxy.passed() - before).isLessThan(SIZE / 2);
            assertThat(store.holds(key, SIZE, sha256)).isTrue();
        }
    }

    @Test
    void itsErrorsTellNoSecrets() throws IOException {
        try (var proxy = new FaultyProxy(S3Mock.shared().port());
                var context = context(proxy)) {
            proxy.set(new Fault.Refusing(403));
            assertThatThrownBy(() -> context.getBean(ObjectStore.class).holds(key, 1, ""))
                    .isInstanceOf(IOException.class)
                    .message()
                    .doesNotContain("test-access", "test-secret");
            assertThat(context.getBean(S3Settings.class).toString()).doesNotContain("test-access", "test-secret");
        }
    }

    private ApplicationContext context(FaultyProxy proxy) {
        var settings = new HashMap<>(S3Mock.settings(proxy.port()));
        settings.put("moim.data", folder.resolve("other").toString());
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(settings)
                .start();
    }
}
