package dev.moim.media.record;

import dev.moim.media.PeerId;
import dev.moim.media.RecordedSpeaker;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingListener;
import dev.moim.media.RecordingManifest;
import dev.moim.media.RecordingSettings;
import dev.moim.media.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Records one room: a file for each source, and a manifest. What it takes goes through a bounded queue to a thread of
/// its own, which alone touches the disk. All methods but [#close] and the counters on the loop that owns the room;
/// none of them waits.
public final class Recorder {
    /// How long the writer sleeps when there is nothing to do. It is never woken, which would cost the loop more than
    /// copying a packet does.
    private static final long TURN_NANOS = 20_000_000;

    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());

    private final long startNanos;
    private final LongSupplier clock;
    private final RecordingListener listener;
    private final Checksums checksums;
    private final Intake intake;
    private final RecordingWriter writer;
    private final CompletableFuture<RecordingManifest> closed = new CompletableFuture<>();
    private final Thread thread;
    private int tracks;

    /// Begins a recording.
    ///
    /// @param startedAt what the wall says now
    /// @param clock [System#nanoTime], which the loop's times are of too
    public static Recorder start(
            RecordingSettings settings, Instant startedAt, LongSupplier clock, RecordingListener listener) {
        return start(settings, new DiskFiles(settings.directory()), startedAt, clock, listener);
    }

    static Recorder start(
            RecordingSettings settings,
            OutputFiles files,
            Instant startedAt,
            LongSupplier clock,
            RecordingListener listener) {
        var recorder = new Recorder(settings, files, startedAt, clock, listener);
        recorder.thread.start();
        return recorder;
    }

    private Recorder(
            RecordingSettings settings,
            OutputFiles files,
            Instant startedAt,
            LongSupplier clock,
            RecordingListener listener) {
        this.clock = clock;
        this.listener = listener;
        startNanos = clock.getAsLong();
        checksums = new Checksums(files);
        intake = new Intake(settings.queueBytes());
        var surroundings =
                new Surroundings(settings, files, checksums, new PacketPool(), startedAt, startNanos, this::announce);
        writer = new RecordingWriter(surroundings, intake);
        thread = Thread.ofPlatform().name("recorder").daemon().unstarted(this::run);
    }

    /// Adds a source. Its recording begins with the first stream that it [TrackWriter#follow]s. The 8193rd source of a
    /// recording and later ones are not recorded.
    public TrackWriter track(SourceId source) {
        var track = new TrackWriter(source, tracks, intake);
        if (tracks < Intake.MAX_TRACKS && intake.tracks.offer(track)) {
            tracks++;
        } else {
            track.refuse();
            intake.onOverflow();
        }
        return track;
    }

    /// The dominant speaker changed; empty when nobody speaks.
    public void speaking(Optional<PeerId> peer, long nowNanos) {
        if (!intake.speakers.offer(new RecordedSpeaker(Duration.ofNanos(nowNanos - startNanos), peer))) {
            intake.onOverflow();
        }
    }

    /// Takes nothing more, writes what has been taken, and completes with the whole manifest once every file is
    /// closed and read again; not before the disk lets it. Any thread. The tracks may be [TrackWriter#end]ed
    /// before or after.
    public CompletableFuture<RecordingManifest> close() {
        end();
        return closed.copy();
    }

    /// As [#close], for who hears [RecordingEvent.Closed].
    public void end() {
        intake.close();
        LockSupport.unpark(thread);
    }

    /// Packets that were not recorded because the disk was too slow, and what else found no room; any thread.
    public long overflows() {
        return intake.overflows();
    }

    private void run() {
        try (checksums) {
            boolean last = false;
            while (!last) {
                // Before the turn, which then takes all that came before.
                last = intake.isClosing();
                while (writer.turn(clock.getAsLong())) {
                    last = intake.isClosing();
                }
                if (!last) {
                    LockSupport.parkNanos(this, TURN_NANOS);
                }
            }
            RecordingManifest manifest = writer.close(clock.getAsLong());
            closed.complete(manifest);
            announce(new RecordingEvent.Closed(manifest));
        } catch (RuntimeException | Error fault) {
            LOG.log(System.Logger.Level.ERROR, "a recording ends by a fault", fault);
            closed.completeExceptionally(fault);
            announce(new RecordingEvent.Failed(fault.toString()));
        }
    }

    private void announce(RecordingEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "a recorder's listener threw", fault);
        }
    }
}
