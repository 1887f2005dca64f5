package dev.moim.signaling.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store must give.
abstract class ObjectStoreContract {
    private static final long SEED = 20_261_121;

    @TempDir
    Path folder;

    private ApplicationContext context;
    private ObjectStore store;
    private final String key = "recordings/" + UUID.randomUUID() + "/0001/audio-1.mka";

    abstract Map<String, Object> settings();

    @BeforeEach
    void open() {
        var settings = new HashMap<>(settings());
        settings.put("moim.data", folder.resolve("data").toString());
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(settings)
                .start();
        store = context.getBean(ObjectStore.class);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 20_000_000})
    void givesBackWhatWasPut(int size) throws IOException {
        byte[] bytes = bytes(size);
        String sha256 = put(bytes);

        assertThat(store.holds(key, size, sha256)).isTrue();
        assertThat(store.holds(key, size + 1, sha256)).isFalse();
        assertThat(store.holds(key, size, sha256(bytes(7)))).isFalse();
        if (size > 0) {
            try (var stream = store.open(key, 0, size)) {
                assertThat(Sha256.of(stream)).isEqualTo(sha256);
            }
        }
        assertThat(store.location(key)).endsWith(key);
    }

    @Test
    void givesRanges() throws IOException {
        byte[] bytes = bytes(1000);
        put(bytes);

        assertThat(range(0, 1)).isEqualTo(slice(bytes, 0, 1));
        assertThat(range(990, 10)).isEqualTo(slice(bytes, 990, 10));
        assertThat(range(100, 300)).isEqualTo(slice(bytes, 100, 300));
    }

    @Test
    void puttingTwiceIsHarmlessAndANewerFileReplacesTheOlder() throws IOException {
        put(bytes(5000));
        put(bytes(5000));
        byte[] other = bytes(3000);
        String sha256 = put(other);

        assertThat(store.holds(key, 3000, sha256)).isTrue();
        assertThat(range(0, 3000)).isEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 9_000_000})
    void refusesAFileThatChanged(int size) throws IOException {
        Path file = Files.write(folder.resolve("changed"), bytes(size));
        String promised = sha256(bytes(size + 1));

        assertThatThrownBy(() -> store.put(key, file, size, promised)).isInstanceOf(DamagedFileException.class);
        assertThatThrownBy(() -> store.put(key, file, size + 1, promised)).isInstanceOf(DamagedFileException.class);
        assertThat(store.holds(key, size, promised)).isFalse();
        assertThatThrownBy(() -> range(0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void deletesAndKnowsWhatIsNotThere() throws IOException {
        String sha256 = put(bytes(10));
        store.delete(key);
        store.delete(key);

        assertThat(store.holds(key, 10, sha256)).isFalse();
        assertThatThrownBy(() -> range(0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "a b", "a\\b", ".hidden", "a\u0000"})
    void refusesKeysThatLeadAstray(String bad) {
        assertThatThrownBy(() -> store.holds(bad, 1, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(bad)).isInstanceOf(IllegalArgumentException.class);
    }

    private String put(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("file"), bytes);
        String sha256 = sha256(bytes);
        store.put(key, file, bytes.length, sha256);
        return sha256;
    }

    private byte[] range(long from, long length) throws IOException {
        try (var stream = store.open(key, from, length)) {
            return stream.readAllBytes();
        }
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED + size).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) throws IOException {
        return Sha256.of(new ByteArrayInputStream(bytes));
    }
}
