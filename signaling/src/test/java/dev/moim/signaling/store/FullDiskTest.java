package dev.moim.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.Eventually;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The embedded database on a disk that is full to the last byte: what it acknowledged stays, and it goes on when there
/// is room again.
class FullDiskTest {
    private static final int ENOUGH = 3;
    private static final long POOL_ASKS_NANOS = 700_000_000;

    /// Or H2 takes `full:` for a folder's name.
    @BeforeAll
    static void disk() {
        FullDisk.register();
    }

    @AfterEach
    void space() {
        FullDisk.SIZE.set(Long.MAX_VALUE);
    }

    /// @param room bytes until the disk is full; the last write is cut at different places
    @ParameterizedTest
    @ValueSource(ints = {0, 5_000, 70_001, 200_000, 1_234_567})
    void keepsWhatItAcknowledgedAndGoesOnWhenThereIsRoom(int room, @TempDir Path folder) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        var acknowledged = new TreeSet<String>();
        try (ApplicationContext context = open("full:" + data)) {
            var users = context.getBean(UserRows.class);
            save(users, "first", acknowledged);
            FullDisk.SIZE.set(Files.size(data.resolve("moim.mv.db")) + room);
            fill(users, acknowledged);
            Path killed = Files.createDirectory(folder.resolve("killed"));
            Files.copy(data.resolve("moim.mv.db"), killed.resolve("moim.mv.db"));
            assertHas("file:" + killed, acknowledged);

            FullDisk.SIZE.set(Long.MAX_VALUE);
            // H2 closed the database under the pool, which asks a connection whether it lives after half a second.
            var tries = new AtomicInteger();
            Eventually.isTrue("it writes again", () -> {
                LockSupport.parkNanos(POOL_ASKS_NANOS);
                return save(users, "after" + tries.incrementAndGet(), acknowledged);
            });
        }
        assertHas("full:" + data, acknowledged);
    }

    private static void assertHas(String place, Set<String> acknowledged) {
        try (ApplicationContext context = open(place)) {
            var users = context.getBean(UserRows.class);
            assertThat(acknowledged).as(place).allMatch(id -> users.findById(id).isPresent());
        }
    }

    /// Until the disk has refused some.
    private static void fill(UserRows users, Set<String> acknowledged) {
        int refused = 0;
        for (int i = 0; i < 20_000 && refused < ENOUGH; i++) {
            refused += save(users, "u" + i, acknowledged) ? 0 : 1;
        }
        assertThat(refused).isEqualTo(ENOUGH);
    }

    private static boolean save(UserRows users, String id, Set<String> acknowledged) {
        try {
            users.save(new UserRow(id, id, id, "x".repeat(250), false, Instant.EPOCH));
        } catch (RuntimeException full) {
            return false;
        }
        return acknowledged.add(id);
    }

    private static ApplicationContext open(String place) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of("datasources.default.url", url(place)))
                .start();
    }

    /// The product's own, in another place.
    private static String url(String place) {
        String settings = yaml();
        int start = settings.indexOf("jdbc:h2:");
        return settings.substring(start, settings.indexOf('"', start)).replace("file:${moim.data}", place);
    }

    private static String yaml() {
        try {
            return Files.readString(Path.of("src/main/resources/application.yml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
