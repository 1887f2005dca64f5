package dev.moim.media.record;

import dev.moim.media.PeerId;
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
    private final RecorderListener listener;
    private final Checksums checksums;
    private final Intake intake;
    private final RecordingWriter writer;
    private final CompletableFuture<Manifest> closed = new CompletableFuture<>();
    private final Thread thread;
    private int tracks;

    /// Begins a recording.
    ///
    /// @param startedAt what the wall says now
    /// @param clock [System#nanoTime], which the loop's times are of too
    public static Recorder start(
            RecorderSettings settings, Instant startedAt, LongSupplier clock, RecorderListener listener) {
        return start(settings, new DiskFiles(settings.directory()), startedAt, clock, listener);
    }

    static Recorder start(
            RecorderSettings settings,
            OutputFiles files,
            Instant startedAt,
            LongSupplier clock,
            RecorderListener listener) {
        var recorder = new Recorder(settings, files, startedAt, clock, listener);
        recorder.thread.start();
        return recorder;
    }

    private Recorder(
            RecorderSettings settings,
            OutputFiles files,
            Instant startedAt,
            LongSupplier clock,
            RecorderListener listener) {
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

    /// Somebody came into the room, or was in it when the recording began.
    public void joined(PeerId peer, long nowNanos) {
        note(Moment.Kind.JOINED, Optional.of(peer), nowNanos);
    }

    public void left(PeerId peer, long nowNanos) {
        note(Moment.Kind.LEFT, Optional.of(peer), nowNanos);
    }

    /// The dominant speaker changed; empty when nobody speaks.
    public void speaking(Optional<PeerId> peer, long nowNanos) {
        note(Moment.Kind.SPEAKING, peer, nowNanos);
    }

    private void note(Moment.Kind kind, Optional<PeerId> peer, long nowNanos) {
        if (!intake.moments.offer(new Moment(Duration.ofNanos(nowNanos - startNanos), kind, peer))) {
            intake.onOverflow();
        }
    }

    /// Takes nothing more, writes what has been taken, and completes with the whole manifest once every file is
    /// closed and read again; not before the disk lets it. Any thread. The tracks may be [TrackWriter#end]ed
    /// before or after.
    public CompletableFuture<Manifest> close() {
        intake.close();
        LockSupport.unpark(thread);
        return closed.copy();
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
            closed.complete(writer.close(clock.getAsLong()));
        } catch (RuntimeException | Error fault) {
            LOG.log(System.Logger.Level.ERROR, "a recording ends by a fault", fault);
            closed.completeExceptionally(fault);
        }
    }

    private void announce(RecorderEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "a recorder's listener threw", fault);
        }
    }
}
