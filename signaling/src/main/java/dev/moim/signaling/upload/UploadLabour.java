package dev.moim.signaling.upload;

import dev.moim.signaling.objects.DamagedFileException;
import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.queue.Labour;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Puts one file into the store, from this machine's disk or from the server's.
@Singleton
final class UploadLabour implements Labour {
    private final SourceFiles sources;
    private final ObjectStore store;
    private final UploadSettings settings;

    UploadLabour(SourceFiles sources, ObjectStore store, UploadSettings settings) {
        this.sources = sources;
        this.store = store;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return UploadWorker.KIND;
    }

    @Override
    public int concurrency() {
        return settings.concurrency();
    }

    @Override
    public String carryOut(String order) {
        return upload(UploadOrder.read(order)).write();
    }

    private UploadOutcome upload(UploadOrder order) {
        try {
            if (sources.isFetched(order) && store.holds(order.key(), order.size(), order.sha256())) {
                // Before the way over the network.
                sources.forget(order);
                return new UploadOutcome.Stored(order.key());
            }
            return put(order, sources.find(order));
        } catch (SourceFiles.GoneException e) {
            return new UploadOutcome.Damaged(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return new UploadOutcome.Failed(e.toString());
        }
    }

    private UploadOutcome put(UploadOrder order, Path source) throws IOException {
        try {
            store.put(order.key(), source, order.size(), order.sha256());
            sources.forget(order);
            return new UploadOutcome.Stored(order.key());
        } catch (DamagedFileException e) {
            if (sources.isFetched(order)) {
                // It may have been damaged on the way.
                sources.forget(order);
                return new UploadOutcome.Failed(e.toString());
            }
            return new UploadOutcome.Damaged(e.toString());
        } catch (IOException e) {
            return Files.exists(source)
                    ? new UploadOutcome.Failed(e.toString())
                    : new UploadOutcome.Damaged("the file is gone");
        }
    }
}
