package dev.moim.signaling.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The default: a folder beside the database.
class FolderObjectStoreTest extends ObjectStoreContract {
    private static final String KEY = "recordings/r-1/0001/audio-1.mka";

    @Override
    Map<String, Object> settings() {
        return Map.of();
    }

    /// What an unmounted share looks like.
    @Test
    void aFolderThatIsAwayTakesNothingAndClaimsNothing(@TempDir Path disk) throws IOException {
        Path share = Files.createDirectory(disk.resolve("share"));
        byte[] bytes = bytes(1000);
        String sha256 = sha256(bytes);
        Path file = Files.write(disk.resolve("file"), bytes);
        var store = new FolderObjectStore(share, false);
        store.put(KEY, file, bytes.length, sha256);
        Path away = Files.move(share, disk.resolve("away"));

        assertThatThrownBy(() -> store.put(KEY, file, bytes.length, sha256)).hasMessageContaining("not there");
        assertThat(share).as("no folder of that name on another disk").doesNotExist();
        assertThatThrownBy(() -> store.holds(KEY, bytes.length, sha256))
                .as("nobody takes the object for lost")
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.open(KEY, 0, 1))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.delete(KEY))
                .as("nobody takes it for deleted")
                .isInstanceOf(IOException.class);

        Files.move(away, share);
        assertThat(store.holds(KEY, bytes.length, sha256)).isTrue();
    }
}
