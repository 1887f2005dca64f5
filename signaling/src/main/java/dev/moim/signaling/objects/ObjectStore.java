package dev.moim.signaling.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Keeps files under keys such as `recordings/r1/0001/audio.mka`: parts of letters, digits, `.`, `_` and `-`,
/// separated by `/`, at most 500 characters. Any thread; blocks. Its exceptions hold no secrets.
public interface ObjectStore {
    /// Returns when the object is there as a whole, and the store has confirmed its length and checksum. Until then
    /// the key shows what it showed before. Doing it again is harmless and goes on where the last try ended, if the
    /// store can.
    ///
    /// @param size of the file in bytes
    /// @param sha256 of the file, lower-case hexadecimal
    /// @throws DamagedFileException when the file is not what size and checksum say
    /// @throws IOException when the store cannot be reached, refuses, or confirms something else
    void put(String key, Path file, long size, String sha256) throws IOException;

    /// Whether the object is there with this length and checksum.
    boolean holds(String key, long size, String sha256) throws IOException;

    /// A part of an object. The caller closes the stream.
    ///
    /// @param from 0 is the first byte
    /// @param length at least 1, and within the object
    /// @throws java.nio.file.NoSuchFileException when there is no such object
    InputStream open(String key, long from, long length) throws IOException;

    /// Nothing if it is not there.
    void delete(String key) throws IOException;

    /// Where an operator finds the object, for example `s3://bucket/key`.
    String location(String key);
}
