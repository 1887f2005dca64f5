package dev.moim.media.record;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A disk in memory that can be full.
final class MemoryFiles implements OutputFiles {
    private final Map<String, ByteArray> files = new ConcurrentHashMap<>();

    private static final class ByteArray {
        byte[] bytes = new byte[1024];
        int length;

        synchronized void write(byte[] from, int offset, int count, int position) {
            if (position + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * (position + count));
            }
            System.arraycopy(from, offset, bytes, position, count);
            length = Math.max(length, position + count);
        }

        synchronized void cut(int newLength) {
            length = newLength;
        }

        synchronized byte[] copy() {
            return Arrays.copyOf(bytes, length);
        }
    }

    volatile boolean full;
    volatile Runnable beforeWrite = () -> {};

    byte[] bytes(String name) {
        ByteArray file = files.get(name);
        return file == null ? new byte[0] : file.copy();
    }

    Set<String> names() {
        return files.keySet();
    }

    @Override
    public OutputFile create(String name) throws IOException {
        if (files.containsKey(name)) {
            throw new IOException(name + " exists");
        }
        var file = new ByteArray();
        files.put(name, file);
        return new OutputFile() {
            @Override
            public void write(byte[] bytes, int offset, int length, long position) throws IOException {
                beforeWrite.run();
                int fits = full ? length / 2 : length;
                file.write(bytes, offset, fits, (int) position);
                if (full) {
                    throw new IOException("no space left");
                }
            }

            @Override
            public void truncate(long length) {
                file.cut((int) length);
            }

            @Override
            public void force() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public InputStream read(String name) {
        return new ByteArrayInputStream(bytes(name));
    }
}
