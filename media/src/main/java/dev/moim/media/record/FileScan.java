package dev.moim.media.record;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// What is in a file of [MatroskaWriter]'s that may have been cut anywhere.
///
/// @param frames whole ones
/// @param lastMillis time of the last of them
/// @param finished whether the file was ended well
record FileScan(long frames, long lastMillis, boolean finished) {
    private static final int BLOCK_HEADER_BYTES = 4;

    /// Reads from the beginning up to the end or the cut.
    ///
    /// @param in not a file of ours: nothing is found in it then
    static FileScan of(InputStream in) throws IOException {
        var reader = new Reader(new DataInputStream(in));
        try {
            while (true) {
                reader.element();
            }
        } catch (EOFException end) {
            // Here it was cut, or ends.
            return new FileScan(reader.frames, reader.lastMillis, reader.finished);
        }
    }

    private static final class Reader {
        private final DataInputStream in;
        private long frames;
        private long lastMillis;
        private long clusterMillis;
        private boolean finished;

        Reader(DataInputStream in) {
            this.in = in;
        }

        /// Goes into the elements that hold blocks and over the others.
        void element() throws IOException {
            int id = (int) number(false);
            long size = number(true);
            switch (id) {
                case MatroskaIds.SEGMENT -> finished = size >= 0;
                case MatroskaIds.CLUSTER, MatroskaIds.BLOCK_GROUP -> {}
                case MatroskaIds.TIMESTAMP -> clusterMillis = unsigned(size);
                case MatroskaIds.SIMPLE_BLOCK, MatroskaIds.BLOCK -> block(size);
                default -> in.skipNBytes(Math.max(0, size));
            }
        }

        private void block(long size) throws IOException {
            in.readByte();
            long millis = clusterMillis + in.readShort();
            in.skipNBytes(Math.max(0, size - BLOCK_HEADER_BYTES + 1));
            frames++;
            lastMillis = millis;
        }

        private long unsigned(long size) throws IOException {
            long value = 0;
            for (long i = 0; i < Math.min(size, Long.BYTES); i++) {
                value = (value << 8) | in.readUnsignedByte();
            }
            return value;
        }

        /// A number of variable length (RFC 8794 section 4).
        ///
        /// @param withoutMarker whether the bit that tells the length is taken off; -1 is an unknown size then
        private long number(boolean withoutMarker) throws IOException {
            int first = in.readUnsignedByte();
            int more = Integer.numberOfLeadingZeros(first) - 24;
            if (more >= Long.BYTES) {
                throw new EOFException("no element begins here");
            }
            long value = withoutMarker ? first & (0x7F >> more) : first;
            for (int i = 0; i < more; i++) {
                value = (value << 8) | in.readUnsignedByte();
            }
            boolean unknown = withoutMarker && value == (1L << (7 * (more + 1))) - 1;
            return unknown ? -1 : value;
        }
    }
}
