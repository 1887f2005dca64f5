package dev.moim.media.record;

import dev.moim.media.RecordedFile;
import dev.moim.media.RecordingSettings.Sync;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One file of a track. It is made when there is something to write, so that no file is ever empty. One thread; may
/// block. After an [IOException] only [#abandon] may be called.
final class TrackFile implements MatroskaOutput {
    /// A picture that changes its size ten times a minute for hours; later changes are in the stream only.
    private static final int MAX_PICTURES = 1000;

    private final String name;
    private final RecordedCodec codec;
    private final OutputFiles files;
    private final Sync sync;
    private final long recordingNanos;
    private final MatroskaWriter writer;
    private final List<RecordedFile.Picture> pictures = new ArrayList<>();
    private @Nullable OutputFile file;
    private long startNanos;
    private long length;
    private long frames;
    private long endNanos;
    private long flushedFrames;
    private long flushedNanos;
    /// When the open cluster's first frame came.
    private long openedNanos;
    private boolean clean;

    /// @param recordingNanos when the recording started
    /// @param startNanos moment of the first frame
    TrackFile(
            String name,
            TrackSetup setup,
            OutputFiles files,
            Sync sync,
            Instant date,
            long recordingNanos,
            long startNanos) {
        this.name = name;
        this.codec = setup.codec();
        this.files = files;
        this.sync = sync;
        this.recordingNanos = recordingNanos;
        this.startNanos = startNanos;
        writer = new MatroskaWriter(setup, date, this);
    }

    String name() {
        return name;
    }

    RecordedCodec codec() {
        return codec;
    }

    /// Whether there is a file on disk.
    boolean exists() {
        return file != null;
    }

    /// Moment at which what is on disk ends.
    long flushedNanos() {
        return startNanos + flushedNanos;
    }

    /// The file's start was told too early by this much.
    void shift(long nanos) {
        startNanos += nanos;
    }

    /// @param momentNanos not before that of the frame before
    void write(Frame frame, long momentNanos) throws IOException {
        long time = Math.max(0, momentNanos - startNanos);
        if (!codec.isAudio()) {
            note(frame, momentNanos);
        }
        boolean wasOpen = writer.isOpen();
        long before = length;
        writer.write((time + MatroskaHead.TICK_NANOS / 2) / MatroskaHead.TICK_NANOS, frame, frame.setup);
        if (!wasOpen || length > before) {
            openedNanos = frame.arrivalNanos;
        }
        frames++;
        endNanos = Math.max(endNanos, time + frame.durationNanos);
    }

    private void note(Frame frame, long momentNanos) {
        RecordedFile.Picture last = pictures.isEmpty() ? null : pictures.getLast();
        boolean same = last != null
                && last.width() == frame.width
                && last.height() == frame.height
                && last.rotation() == frame.rotation;
        if (!same && pictures.size() < MAX_PICTURES) {
            Duration at = Duration.ofNanos(Math.max(0, momentNanos - recordingNanos));
            pictures.add(new RecordedFile.Picture(at, frame.width, frame.height, frame.rotation));
        }
    }

    /// Writes a cluster that no frame has closed in time: half a second after its first frame came, which is at
    /// once when that had to wait for one before it.
    void poll(long nowNanos) throws IOException {
        if (writer.isOpen() && nowNanos - openedNanos >= MatroskaWriter.CLUSTER_MILLIS * MatroskaHead.TICK_NANOS) {
            writer.flush();
        }
    }

    void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void append(byte[] bytes, int offset, int count) throws IOException {
        OutputFile out = file;
        if (out == null) {
            out = files.create(name);
            file = out;
        }
        out.write(bytes, offset, count, length);
        length += count;
        flushedFrames = frames;
        flushedNanos = endNanos;
        if (sync == Sync.EACH_CLUSTER) {
            out.force();
        }
    }

    @Override
    public void overwrite(long position, byte[] bytes, int offset, int count) throws IOException {
        if (file != null) {
            file.write(bytes, offset, count, position);
        }
    }

    void finish() throws IOException {
        writer.finish((endNanos + MatroskaHead.TICK_NANOS / 2) / MatroskaHead.TICK_NANOS);
        if (file != null) {
            if (sync != Sync.NEVER) {
                file.force();
            }
            file.close();
        }
        clean = true;
    }

    /// Gives the file up with what is on disk; the disk may refuse even that.
    ///
    /// @return false when a part of what could not be written may have stayed at the end
    boolean abandon() {
        OutputFile broken = file;
        if (broken == null) {
            return true;
        }
        frames = flushedFrames;
        endNanos = flushedNanos;
        boolean cut = attempt(() -> broken.truncate(length));
        boolean closed = attempt(broken::close);
        if (length > 0) {
            return cut && closed;
        }
        file = null;
        return attempt(() -> files.delete(name)) && closed;
    }

    /// One more thing that may go wrong on a disk that has failed already.
    private interface Attempt {
        void run() throws IOException;
    }

    private static boolean attempt(Attempt action) {
        try {
            action.run();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// What the manifest says of it.
    ///
    /// @param earlyNanos by how much the start is known to be too early without a sender report
    RecordedFile describe(String sha256, long earlyNanos) {
        return new RecordedFile(
                name,
                codec.name(),
                Duration.ofNanos(startNanos + earlyNanos - recordingNanos),
                Duration.ofNanos(endNanos),
                length,
                sha256,
                frames,
                clean,
                pictures);
    }
}
