package dev.moim.signaling.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.events.Event;
import dev.moim.signaling.objects.FaultyProxy;
import dev.moim.signaling.objects.FaultyProxy.Fault;
import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.objects.S3Mock;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.store.RecordingFileRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// From the closed file to the object in the store, through everything that can go wrong.
class UploadTest {
    @TempDir
    Path data;

    /// Settings that lead to another database or queue, the same throughout a test.
    Map<String, Object> place() {
        return Map.of();
    }

    private Pipeline open(Map<String, Object> settings) {
        var all = new HashMap<>(place());
        all.putAll(settings);
        return new Pipeline(data, all);
    }

    @Test
    void uploadsAStoppedRecordingAndSaysSoOnce() throws IOException {
        try (var pipeline = open(Map.of())) {
            pipeline.record(100_000, 1, 50_000);
            pipeline.awaitState("uploaded");

            pipeline.assertUploadedOnce();
            assertThat(pipeline.files()).allMatch(RecordingFileRow::onDisk);
        }
    }

    @Test
    void aRecordingWithoutFilesIsUploadedAtOnce() throws IOException {
        try (var pipeline = open(Map.of())) {
            pipeline.record();

            assertThat(pipeline.state()).isEqualTo("uploaded");
            pipeline.assertUploadedOnce();
        }
    }

    @Test
    void removesTheLocalCopyByPolicy() throws IOException {
        try (var pipeline = open(Map.of("moim.uploads.local-copies", "remove"))) {
            pipeline.record(1000, 2000);
            var paths = pipeline.files().stream().map(pipeline::onDisk).toList();
            Pipeline.await("no local copies", () -> paths.stream().noneMatch(Files::exists));

            pipeline.awaitState("uploaded");
            pipeline.assertUploadedOnce();
            assertThat(pipeline.files()).noneMatch(RecordingFileRow::onDisk);
        }
    }

    @Test
    void keepsTheLocalCopyForAsLongAsItWasTold() throws IOException {
        var settings = Map.<String, Object>of(
                "moim.uploads.local-copies", "remove",
                "moim.uploads.remove-after", "30d");
        try (var pipeline = open(settings)) {
            pipeline.record(1000);
            pipeline.awaitState("uploaded");

            assertThat(pipeline.files()).allMatch(file -> Files.exists(pipeline.onDisk(file)));
        }
    }

    /// @param step where everything stops, again and again, until the server is started anew
    @ParameterizedTest
    @EnumSource(names = {"BEFORE_WORK", "BEFORE_PUT", "AFTER_PUT", "IN_TRANSACTION", "AFTER_COMMIT"})
    void goesOnAfterADeathAtAnyStep(Breaker.Step step) throws IOException {
        var settings = Map.<String, Object>of("test.break-at", step.name());
        Breaker.reached.set(0);
        Breaker.at = step;
        try (var pipeline = open(settings)) {
            pipeline.record(100_000, 200_000);
            Pipeline.await("death at " + step, () -> Breaker.reached.get() > 0);
        } finally {
            Breaker.at = Breaker.Step.NONE;
        }

        try (var pipeline = open(settings)) {
            pipeline.awaitState("uploaded");
            pipeline.assertUploadedOnce();
        }
    }

    @Test
    void givesUpVisiblyAndStartsAgainWhenAsked() throws IOException {
        try (var proxy = new FaultyProxy(S3Mock.shared().port())) {
            proxy.set(new Fault.Refusing(503));
            var settings = s3(proxy);
            settings.put("moim.uploads.attempts", 2);
            try (var pipeline = open(settings)) {
                pipeline.record(1000, 2000);
                pipeline.awaitState("failed");
                Pipeline.await("both given up", () -> pipeline.files().stream()
                        .allMatch(file -> file.upload().equals("failed")));
                assertThat(pipeline.events()).extracting(Event::type).containsExactly("recording.failed");
                assertThat(pipeline.files()).allMatch(file -> Files.exists(pipeline.onDisk(file)));

                proxy.set(new Fault.None());
                assertThat(pipeline.context.getBean(StoredUploads.class).retry(Pipeline.RECORDING))
                        .isTrue();
                pipeline.awaitState("uploaded");
                assertThat(pipeline.events())
                        .extracting(Event::type)
                        .containsExactly("recording.failed", "recording.uploaded");
                assertThat(pipeline.context.getBean(StoredUploads.class).retry(Pipeline.RECORDING))
                        .isFalse();
            }
        }
    }

    @Test
    void aDamagedFileIsGivenUpAtOnce() throws IOException {
        try (var proxy = new FaultyProxy(S3Mock.shared().port())) {
            proxy.set(new Fault.Away());
            var settings = s3(proxy);
            try (var pipeline = open(settings)) {
                pipeline.record(1000);
                Files.writeString(pipeline.onDisk(pipeline.files().getFirst()), "something else");
                proxy.set(new Fault.None());

                pipeline.awaitState("failed");
            }
        }
    }

    @Test
    void getsThroughAStoreThatIsAwayRefusesCutsAndDawdles() throws IOException {
        int large = 20_000_000;
        try (var proxy = new FaultyProxy(S3Mock.shared().port())) {
            proxy.set(new Fault.Away());
            try (var pipeline = open(s3(proxy))) {
                pipeline.record(large, 1000);
                for (var fault : new Fault[] {
                    new Fault.Away(), new Fault.Refusing(500), new Fault.Cutting(100_000), new Fault.Cutting(6_000_000)
                }) {
                    proxy.set(fault);
                    int seen = proxy.connections();
                    Pipeline.await("attempts under " + fault, () -> proxy.connections() > seen + 5);
                    assertThat(pipeline.state()).isEqualTo("stopped");
                }
                proxy.set(new Fault.Slow(10_000_000));

                pipeline.awaitState("uploaded");
                proxy.set(new Fault.None());
                pipeline.assertUploadedOnce();
            }
        }
    }

    @Test
    void deletingARecordingEmptiesTheStore() throws IOException {
        try (var pipeline = open(Map.of())) {
            pipeline.record(1000);
            pipeline.awaitState("uploaded");
            var file = pipeline.files().getFirst();
            var store = pipeline.context.getBean(ObjectStore.class);
            assertThat(store.holds(ObjectKeys.of(file), file.size(), file.sha256()))
                    .isTrue();

            pipeline.deleteRows();

            Pipeline.await("no object", () -> !holds(store, file));
        }
    }

    /// The object comes into the store after all objects of the recording were removed, and nobody lives to see it.
    @Test
    void anUploadThatOutlivesItsRecordingAndDiesLeavesNoObject() throws IOException {
        var settings = Map.<String, Object>of("test.break-at", "BEFORE_PUT");
        RecordingFileRow file;
        Breaker.way = Breaker.Way.WAIT;
        Breaker.reached.set(0);
        Breaker.at = Breaker.Step.BEFORE_PUT;
        try (var pipeline = open(settings)) {
            pipeline.record(1000);
            file = pipeline.files().getFirst();
            Pipeline.await("the put", () -> Breaker.reached.get() == 1);
            pipeline.deleteRows();
            Pipeline.await("objects removed", () -> pipeline.jobs("object:") == 0);
            Breaker.at = Breaker.Step.AFTER_PUT;
            Pipeline.await("stored", () -> Breaker.reached.get() == 2);
        } finally {
            Breaker.at = Breaker.Step.NONE;
            Breaker.way = Breaker.Way.FAIL;
        }

        try (var pipeline = open(Map.of())) {
            var store = pipeline.context.getBean(ObjectStore.class);
            Pipeline.await("no object", () -> !holds(store, file));
        }
    }

    @Test
    void aDeathBetweenTheRowsOfADeletedRecordingAndItsFolderLeavesNoFiles() throws IOException {
        Path folder;
        try (var pipeline = open(Map.of())) {
            pipeline.record(1000);
            pipeline.awaitState("uploaded");
            folder = pipeline.folder();
            pipeline.deleteRows();
        }
        assertThat(folder).isNotEmptyDirectory();

        try (var pipeline = open(Map.of())) {
            Pipeline.await("no folder", () -> Files.notExists(folder));
            Pipeline.await("no job", () -> pipeline.jobs("folder:") == 0);
        }
    }

    @Test
    void aDeathInTheMomentOfGivingUpEndsInNoContradiction() throws IOException {
        try (var proxy = new FaultyProxy(S3Mock.shared().port())) {
            proxy.set(new Fault.Refusing(503));
            var settings = s3(proxy);
            settings.put("moim.uploads.attempts", 1);
            settings.put("test.break-at", "AFTER_COMMIT");
            Breaker.reached.set(0);
            Breaker.at = Breaker.Step.AFTER_COMMIT;
            try (var pipeline = open(settings)) {
                pipeline.record(1000);
                Pipeline.await("death", () -> Breaker.reached.get() > 0);
                assertThat(pipeline.state()).isEqualTo("failed");
            } finally {
                Breaker.at = Breaker.Step.NONE;
            }

            proxy.set(new Fault.None());
            settings.remove("test.break-at");
            try (var pipeline = open(settings)) {
                Pipeline.await("the run after the death", () -> pipeline.jobs("file-") == 0);
                // With the database the run was made again, with a broker its report was read again.
                if (!pipeline.state().equals("uploaded")) {
                    assertThat(pipeline.context.getBean(StoredUploads.class).retry(Pipeline.RECORDING))
                            .as("what has failed can be tried again")
                            .isTrue();
                }
                pipeline.awaitState("uploaded");
                pipeline.assertUploadedOnce();
            }
        }
    }

    @Test
    void whatAWorkerCallsGoneOrDamagedIsBelievedWhenTheServerSeesItToo() throws IOException {
        try (var proxy = new FaultyProxy(S3Mock.shared().port())) {
            proxy.set(new Fault.Away());
            var settings = s3(proxy);
            settings.put("moim.uploads.first-pause", "1h");
            settings.put("moim.uploads.max-pause", "1h");
            try (var pipeline = open(settings)) {
                pipeline.record(1000);
                var file = pipeline.files().getFirst();
                var worker = pipeline.context.getBean(UploadWorker.class);
                String said = new UploadOutcome.Damaged("the file is not on the disk").write();

                assertThat(worker.conclude(file.id(), 1, said, Instant.now())).isInstanceOf(JobResult.Again.class);
                assertThat(pipeline.state()).isEqualTo("stopped");
                Files.delete(pipeline.onDisk(file));
                assertThat(worker.conclude(file.id(), 2, said, Instant.now())).isInstanceOf(JobResult.Done.class);
                assertThat(pipeline.state()).isEqualTo("failed");
            }
        }
    }

    private static boolean holds(ObjectStore store, RecordingFileRow file) {
        try {
            return store.holds(ObjectKeys.of(file), file.size(), file.sha256());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> s3(FaultyProxy proxy) {
        var settings = new HashMap<>(S3Mock.settings(proxy.port()));
        settings.put("moim.objects.s3.prefix", UUID.randomUUID() + "/");
        return settings;
    }
}
