package dev.moim.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the file holds at the moment in which a row is acknowledged.
class DiskTest {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 8;

    @Test
    void theFileHasARowWhenItIsAcknowledged(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path data = Files.createDirectory(folder.resolve("data"));
        SlowDisk.register();
        var stop = new AtomicBoolean();
        try (var context = open(url("slow:" + data))) {
            SlowDisk.DELAY.set(20);
            MVStore store = store(context);
            // As H2's own thread does now and then: it takes what is committed and writes it by itself.
            var writer = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    store.tryCommit();
                }
            });
            var users = context.getBean(UserRows.class);
            for (int round = 0; round < ROUNDS; round++) {
                String id = "u" + round;
                users.save(new UserRow(id, id, id, "-", false, Instant.now()));
                Path copy = Files.createDirectory(folder.resolve("copy" + round));
                SlowDisk.copy(data.resolve("moim.mv.db"), copy.resolve("moim.mv.db"));
                assertThat(count(copy, id)).as(id).isEqualTo(1);
            }
            stop.set(true);
            writer.join();
        } finally {
            stop.set(true);
            SlowDisk.DELAY.set(0);
        }
    }

    /// H2 takes the place of what is replaced again after the retention time: 45 s, here 1 s. Version 2.5.252 then came
    /// back from most kills without the newest commits.
    @Test
    void noInstantOfAKillLosesWhatWasAcknowledged(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path data = Files.createDirectory(folder.resolve("data"));
        SlowDisk.register();
        var stop = new AtomicBoolean();
        SlowDisk.DELAY.set(3);
        var seed = System.nanoTime();
        var random = new Random(seed);
        try (var context = open(url("slow:" + data) + ";RETENTION_TIME=1000")) {
            var acknowledged = new AtomicInteger();
            var users = context.getBean(UserRows.class);
            var writer = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    String id = "u" + (acknowledged.get() + 1);
                    users.save(new UserRow(id, id, id, "-", false, Instant.now()));
                    acknowledged.incrementAndGet();
                }
            });
            long end = System.nanoTime() + SECONDS * 1_000_000_000L;
            for (int round = 0; System.nanoTime() < end; round++) {
                LockSupport.parkNanos(random.nextInt(30_000_000));
                int expected = acknowledged.get();
                Path copy = Files.createDirectory(folder.resolve("copy" + round));
                SlowDisk.copy(data.resolve("moim.mv.db"), copy.resolve("moim.mv.db"));
                if (expected > 0) {
                    assertThat(count(copy, "u" + expected))
                            .as("u%d, copy %d, seed %d".formatted(expected, round, seed))
                            .isEqualTo(1);
                }
            }
            stop.set(true);
            writer.join();
        } finally {
            stop.set(true);
            SlowDisk.DELAY.set(0);
        }
    }

    private static ApplicationContext open(String url) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of("datasources.default.url", url))
                .start();
    }

    private static MVStore store(ApplicationContext context) throws SQLException {
        try (var connection = DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class))
                .getConnection()) {
            var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            return session.getDatabase().getStore().getMvStore();
        }
    }

    private static String url(String folder) {
        return "jdbc:h2:%s/moim;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_ON_EXIT=FALSE".formatted(folder);
    }

    private static int count(Path folder, String id) throws SQLException {
        try (var connection = DriverManager.getConnection(url("file:" + folder), "moim", "");
                var query = connection.prepareStatement("select count(*) from users where id = ?")) {
            query.setString(1, id);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
