package dev.moim.signaling.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.recording.Uploads;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.NumberInRecording;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import dev.moim.signaling.store.RecordingRow;
import dev.moim.signaling.store.RecordingRows;
import dev.moim.signaling.store.RecordingSegmentRow;
import dev.moim.signaling.store.RecordingSegmentRows;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import dev.moim.signaling.store.UserRow;
import dev.moim.signaling.store.UserRows;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/// A server's upload pipeline with one recording of one segment, on a data folder that outlives it.
final class Pipeline implements AutoCloseable {
    static final String RECORDING = "recording-1";
    static final RoomId ROOM = new RoomId("room-1");
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    final ApplicationContext context;
    private final Path data;

    Pipeline(Path data, Map<String, Object> settings) {
        this.data = data;
        var all = new HashMap<String, Object>(Map.of(
                "moim.data", data.toString(),
                "moim.uploads.first-pause", "50ms",
                "moim.uploads.max-pause", "400ms"));
        all.putAll(settings);
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(all)
                .start();
    }

    /// With the whole server around it, which takes up what a process that died left.
    static Pipeline server(Path data, Map<String, Object> settings) {
        var pipeline = new Pipeline(data, settings);
        pipeline.context.getBean(EmbeddedServer.class).start();
        return pipeline;
    }

    /// The room and whose it is.
    void makeRoom() {
        context.getBean(UserRows.class).save(new UserRow("owner", "Owner", "owner", "-", false, AT));
        context.getBean(RoomRows.class).save(new RoomRow(ROOM.value(), "Room", "owner", true, 10, AT, 1));
    }

    /// A recording whose segment is closed with files of these sizes, and which is stopped.
    void record(int... sizes) throws IOException {
        makeRoom();
        context.getBean(RecordingRows.class)
                .save(new RecordingRow(RECORDING, ROOM.value(), "recording", "owner", AT, null, 1));
        context.getBean(RecordingSegmentRows.class)
                .save(new RecordingSegmentRow(new NumberInRecording(RECORDING, 1), "closed", AT, AT));
        Path folder = Files.createDirectories(
                data.resolve("recordings").resolve(RECORDING).resolve("0001"));
        var files = new ArrayList<RecordingFileRow>();
        for (int i = 0; i < sizes.length; i++) {
            byte[] bytes = new byte[sizes[i]];
            new Random(i).nextBytes(bytes);
            Files.write(folder.resolve("track-" + i + ".mkv"), bytes);
            files.add(new RecordingFileRow(
                    "file-" + i,
                    RECORDING,
                    1,
                    "track-" + i + ".mkv",
                    "track",
                    "video/x-matroska",
                    sizes[i],
                    sha256(bytes),
                    "waiting",
                    true));
        }
        var uploads = context.getBean(Uploads.class);
        transaction(() -> {
            files.forEach(context.getBean(RecordingFileRows.class)::save);
            uploads.onSegmentClosed(
                    RECORDING, files.stream().map(RecordingFileRow::id).toList());
        });
        transaction(() -> {
            context.getBean(RecordingRows.class).move(RECORDING, "recording", "stopped");
            uploads.onStopped(RECORDING);
        });
    }

    @SuppressWarnings("unchecked") // the only transactions here are those of JDBC
    void transaction(Runnable work) {
        TransactionOperations<Connection> transactions = context.getBean(TransactionOperations.class);
        transactions.executeWrite(status -> {
            work.run();
            return true;
        });
    }

    String state() {
        return context.getBean(RecordingRows.class)
                .findById(RECORDING)
                .map(RecordingRow::state)
                .orElse("gone");
    }

    void awaitState(String state) {
        await(state, () -> state().equals(state));
    }

    List<RecordingFileRow> files() {
        return context.getBean(RecordingFileRows.class).of(RECORDING);
    }

    List<Event> events() {
        return context.getBean(EventLog.class).after(ROOM, 0, 100);
    }

    Path onDisk(RecordingFileRow file) {
        return folder().resolve("0001").resolve(file.name());
    }

    Path folder() {
        return data.resolve("recordings").resolve(RECORDING);
    }

    /// Deletes the rows and submits what follows, as whoever deletes the recording does before the folder goes.
    void deleteRows() {
        transaction(() -> {
            context.getBean(Uploads.class).onDeleted(RECORDING);
            context.getBean(RecordingRows.class).deleteById(RECORDING);
        });
    }

    /// Jobs whose key begins so.
    int jobs(String prefix) {
        try (var connection = DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class))
                        .getConnection();
                var query = connection.prepareStatement("select count(*) from jobs where task_instance like ?")) {
            query.setString(1, prefix + "%");
            try (var row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// All bytes are in the store, and the event was said once.
    void assertUploadedOnce() throws IOException {
        var store = context.getBean(ObjectStore.class);
        for (var file : files()) {
            assertThat(file.upload()).isEqualTo("uploaded");
            try (var stream = store.open(ObjectKeys.of(file), 0, file.size())) {
                assertThat(sha256(stream.readAllBytes())).isEqualTo(file.sha256());
            }
        }
        var told = events().stream()
                .filter(event -> event.type().equals("recording.uploaded"))
                .toList();
        assertThat(told).hasSize(1);
        var data = told.getFirst().data();
        assertThat(data).containsEntry("recording", RECORDING).containsEntry("count", files().size());
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
