package dev.moim.signaling.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Who else may look at what the server keeps.
@DisabledOnOs(OS.WINDOWS)
class DataDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void aNewFolderIsItsOwnersAlone() throws IOException {
        assertThat(permissions(DataDirectory.prepare(temporary.resolve("new/data"))))
                .isEqualTo("rwx------");
    }

    @Test
    void anEmptyFolderThatOthersCanReadIsClosed() throws IOException {
        assertThat(permissions(DataDirectory.prepare(open("data")))).isEqualTo("rwx------");
    }

    @Test
    void inAFolderWithOtherThingsTheDatabaseIsClosed() throws IOException, SQLException {
        Path folder = open("shared");
        Files.writeString(folder.resolve("other.txt"), "for everybody");
        Path database = folder.resolve("moim.mv.db");

        DataDirectory.prepare(folder);
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + folder + "/moim");
                var statement = connection.createStatement()) {
            statement.execute("create table kept (number int)");
        }
        assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(database)).isEqualTo("rw-------");
        assertThat(Files.size(database)).isPositive();

        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r--r--"));
        DataDirectory.prepare(folder);
        assertThat(permissions(database)).as("of an earlier version").isEqualTo("rw-------");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.prepare(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not a folder");
    }

    private Path open(String name) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(name));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
