package dev.moim.signaling.conference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.media.record.Salvage;
import dev.moim.signaling.recording.FileSalvage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;

/// What media can tell of files whose process died.
@Singleton
final class MediaFileSalvage implements FileSalvage {
    @Override
    public void complete(Path folder, ObjectNode manifest) throws IOException {
        manifest.setAll(ManifestJson.write(Salvage.complete(folder, ManifestJson.read(manifest))));
    }
}
