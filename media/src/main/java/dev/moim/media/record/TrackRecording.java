package dev.moim.media.record;

import dev.moim.media.RecordedFile;
import dev.moim.media.RecordedTrack;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingGap;
import dev.moim.media.RecordingGap.Reason;
import dev.moim.media.SourceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One track on the writer's thread: from queue entries to files and gaps.
final class TrackRecording implements StreamAssembler.Output {
    /// How often a disk that refused is tried again.
    static final long DISK_RETRY_NANOS = 5_000_000_000L;

    /// How often a key frame that does not come is asked for again.
    private static final long KEY_FRAME_RETRY_NANOS = 2_000_000_000;

    /// One a second for half an hour, which no browser makes but a disk that comes and goes might.
    private static final int MAX_FILES = 2_000;

    private final TrackWriter writer;
    private final int number;
    private final Surroundings surroundings;
    private final GapRegister gaps;
    private final FileList files;
    private @Nullable StreamAssembler current;
    private @Nullable StreamAssembler next;
    private @Nullable TrackFile file;
    private @Nullable TrackFile announced;
    private int opened;
    private boolean written;
    private boolean ended;
    private boolean changed = true;
    private long lostPackets;
    /// Moment up to which the track is recorded.
    private long endNanos;

    private boolean placed;
    private long lastMomentNanos;
    private boolean diskFailed;
    private long diskFailedNanos;
    private long keyFrameNanos;
    private long nowNanos;

    TrackRecording(TrackWriter writer, int number, Surroundings surroundings) {
        this.writer = writer;
        this.number = number;
        this.surroundings = surroundings;
        gaps = new GapRegister(surroundings.startNanos());
        files = new FileList(writer.source(), surroundings);
    }

    SourceId source() {
        return writer.source();
    }

    void onItem(QueuedItem item, long now) {
        nowNanos = now;
        if (ended) {
            return;
        }
        if (item.dropped > 0) {
            onOverflow(item.dropped);
        }
        switch (item.kind) {
            case QueuedItem.PACKET -> onPacket(item);
            case QueuedItem.DISABLED -> {
                restartStreams();
                if (written) {
                    note(gaps.open(Reason.MUTED, item.arrivalNanos));
                }
            }
            default -> end(item.arrivalNanos, now);
        }
    }

    private void onPacket(QueuedItem item) {
        int newest = next != null ? next.stream() : current != null ? current.stream() : 0;
        if (item.stream > newest) {
            next = new StreamAssembler(item.stream, surroundings.pool(), this);
        }
        if (next != null && next.stream() == item.stream) {
            next.onItem(item);
        } else if (current != null && current.stream() == item.stream) {
            current.onItem(item);
        }
    }

    private void onOverflow(int packets) {
        restartStreams();
        lostPackets += packets;
        open(Reason.OVERFLOW, endNanos);
        wantKeyFrame();
    }

    private void restartStreams() {
        if (current != null) {
            current.restart();
        }
        if (next != null) {
            next.restart();
        }
    }

    void poll(long now) {
        nowNanos = now;
        changed |= files.poll();
        if (ended) {
            return;
        }
        if (current != null) {
            current.poll(now);
        }
        if (next != null) {
            next.poll(now);
        }
        StreamAssembler newest = next != null ? next : current;
        if (newest != null && newest.isAwaitingKey() && now - keyFrameNanos >= KEY_FRAME_RETRY_NANOS) {
            wantKeyFrame();
        }
        try {
            if (file != null) {
                file.poll(now);
                announce(file);
            }
        } catch (IOException e) {
            onDiskFailure(e);
        }
    }

    /// The source is gone, or the recording ends.
    void end(long endedNanos, long now) {
        nowNanos = now;
        if (ended) {
            return;
        }
        restartStreams();
        closeFile();
        note(gaps.close(endedNanos));
        current = null;
        next = null;
        ended = true;
        changed = true;
    }

    /// Waits until all its files are read again.
    void complete() {
        files.complete();
    }

    @Override
    public void onBroken(StreamAssembler from, long packets) {
        lostPackets += packets;
        if (from == current) {
            open(Reason.NETWORK, endNanos);
        }
        wantKeyFrame();
    }

    @Override
    public void onShift(StreamAssembler from, long nanos) {
        if (from == current && file != null) {
            file.shift(nanos);
            endNanos += nanos;
            lastMomentNanos += nanos;
        }
    }

    @Override
    public void onFrame(StreamAssembler from, RecordedCodec codec, Frame frame, long momentNanos) {
        if (from == next) {
            if (!frame.key) {
                return;
            }
            current = from;
            next = null;
            writer.onSettled(from.stream());
        } else if (from != current) {
            return;
        }
        if (diskFailed) {
            if (nowNanos - diskFailedNanos < DISK_RETRY_NANOS) {
                return;
            }
            if (!frame.key) {
                from.awaitKey();
                wantKeyFrame();
                return;
            }
        }
        // Browsers send no pictures that are shown in another order than they are sent in.
        long moment = placed && momentNanos - lastMomentNanos < 0 ? lastMomentNanos : momentNanos;
        placed = true;
        lastMomentNanos = moment;
        try {
            write(codec, frame, moment);
        } catch (IOException e) {
            onDiskFailure(e);
        }
    }

    private void write(RecordedCodec codec, Frame frame, long moment) throws IOException {
        if (file != null && file.codec() != codec && !closeFile()) {
            return;
        }
        if (file == null) {
            if (opened == MAX_FILES) {
                open(Reason.OVERFLOW, endNanos);
                return;
            }
            opened++;
            file = create(codec, frame, moment);
        }
        file.write(frame, moment);
        if (diskFailed) {
            // Whether the disk is well again must be known before the gap is called over.
            file.flush();
            diskFailed = false;
        }
        announce(file);
        note(gaps.close(moment));
        written = true;
        endNanos = moment + frame.durationNanos;
    }

    private TrackFile create(RecordedCodec codec, Frame frame, long moment) {
        TrackSetup setup =
                codec.isAudio() ? TrackSetup.sound() : new TrackSetup(codec, frame.width, frame.height, frame.setup);
        String kind = source().kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String name = "%s%04d-%s-%d.%s"
                .formatted(surroundings.settings().prefix(), number, kind, opened, codec.isWebm() ? "webm" : "mkv");
        return new TrackFile(
                name,
                setup,
                surroundings.files(),
                surroundings.settings().sync(),
                surroundings.dateOf(moment),
                surroundings.startNanos(),
                moment);
    }

    private void announce(TrackFile open) {
        if (open.exists() && !open.equals(announced)) {
            announced = open;
            changed = true;
            surroundings.events().accept(new RecordingEvent.FileOpened(source(), open.name()));
        }
    }

    /// @return false when the disk refused
    private boolean closeFile() {
        TrackFile closing = file;
        if (closing == null) {
            return true;
        }
        try {
            closing.finish();
        } catch (IOException e) {
            onDiskFailure(e);
            return false;
        }
        announce(closing);
        file = null;
        changed = true;
        files.add(closing.describe("", early()));
        return true;
    }

    private void onDiskFailure(IOException failure) {
        diskFailed = true;
        diskFailedNanos = nowNanos;
        changed = true;
        TrackFile failed = file;
        file = null;
        if (failed != null) {
            endNanos = failed.flushedNanos();
            boolean tidy = failed.abandon();
            String what =
                    "cannot write " + failed.name() + (tidy ? ": " : ", nor take back what was begun: ") + failure;
            surroundings.events().accept(new RecordingEvent.DiskFailed(source(), what));
            if (failed.exists()) {
                announce(failed);
                files.add(failed.describe("", early()));
            }
        }
        written = true;
        open(Reason.DISK, endNanos);
        if (current != null) {
            current.awaitKey();
        }
    }

    private long early() {
        return current == null ? 0 : current.unreportedError();
    }

    private void open(Reason reason, long nanos) {
        // Nothing is missing before there was something.
        if (written) {
            note(gaps.open(reason, nanos));
        }
    }

    private void note(@Nullable RecordingGap gap) {
        if (gap != null) {
            changed = true;
            surroundings.events().accept(new RecordingEvent.GapNoted(source(), gap));
        }
    }

    private void wantKeyFrame() {
        keyFrameNanos = nowNanos;
        writer.wantKeyFrame();
    }

    /// Whether the manifest would say something new.
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    long omitted() {
        return gaps.omitted();
    }

    RecordedTrack describe() {
        List<RecordedFile> all = new ArrayList<>(files.files());
        if (file != null && file.exists()) {
            all.add(file.describe("", early()));
        }
        return new RecordedTrack(source(), all, gaps.gaps(), lostPackets);
    }
}
