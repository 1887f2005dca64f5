package dev.moim.signaling.alerts;

import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.FluxSink;

/// One reader of a room's events. A virtual thread of its own waits for news and looks whether the reader may still
/// read; it takes events from the log only when the connection has taken those before, so a slow reader costs a few
/// pages.
final class EventStream {
    /// Rights that were taken back end the stream after this time, well within a second.
    private static final Duration CHECK = Duration.ofMillis(500);

    /// Events taken from the log at once.
    private static final int PAGE = 20;

    private final EventLog log;
    private final RoomId room;
    private final Excerpt excerpt;
    private final EventText text;
    private final AlertSettings settings;
    private final Supplier<Readership.Verdict> verdict;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean news = true;
    private long position;
    private Instant lastSent = Instant.now();
    private volatile boolean taken;
    /// Nothing more comes into the log.
    private boolean over;
    /// And the reader has it all.
    private boolean complete;

    /// @param position the number of the last event that the reader has
    /// @param excerpt what the reader may have
    /// @param verdict asked again and again; may block
    EventStream(
            EventLog log,
            RoomId room,
            long position,
            Excerpt excerpt,
            EventText text,
            AlertSettings settings,
            Supplier<Readership.Verdict> verdict) {
        this.log = log;
        this.room = room;
        this.position = Math.max(position, excerpt.behind());
        this.excerpt = excerpt;
        this.text = text;
        this.settings = settings;
        this.verdict = verdict;
    }

    /// Ends when the reader goes, is too slow, or may not read any more.
    void run(FluxSink<Piece> reader) {
        reader.onCancel(wake::release);
        try (var _ = log.subscribe(room, this::onAppend)) {
            send(reader, text.opening(), lastSent);
            Instant nextCheck = Instant.now().plus(CHECK);
            while (!reader.isCancelled()) {
                Instant now = Instant.now();
                if (!now.isBefore(nextCheck)) {
                    switch (verdict.get()) {
                        case Readership.Whole _, Readership.Part _ -> {}
                        // The log ends with `room.deleted`; the reader gets it in the reader's own time.
                        case Readership.Denied.NO_ROOM -> onLastEvent();
                        case Readership.Denied.NO_GOOD_TOKEN, Readership.Denied.NOT_YOURS -> {
                            end(reader);
                            return;
                        }
                    }
                    nextCheck = now.plus(CHECK);
                }
                if (!isServed(reader, now)) {
                    reader.error(new SlowReaderException());
                    return;
                }
                if (complete) {
                    reader.complete();
                    return;
                }
                await(now, nextCheck);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reader.complete();
        } catch (RuntimeException e) {
            reader.error(e);
        }
    }

    /// @return false when the reader is too slow
    private boolean isServed(FluxSink<Piece> reader, Instant now) {
        if (!taken) {
            return now.isBefore(lastSent.plus(settings.slowLimit()));
        }
        boolean silent = !now.isBefore(lastSent.plus(settings.heartbeat()));
        // Another process on the same database wakes nobody here: the heartbeat looks too.
        if (news || silent) {
            news = false;
            List<Event> events = log.after(room, position, PAGE);
            if (!events.isEmpty()) {
                position = events.getLast().number();
                // There may be more.
                onAppend();
                send(reader, text.of(events, excerpt), now);
            } else if (over) {
                complete = true;
            } else if (silent) {
                send(reader, text.heartbeat(), now);
            }
        }
        return true;
    }

    private void send(FluxSink<Piece> reader, byte[] bytes, Instant now) {
        lastSent = now;
        taken = false;
        reader.next(new Piece(bytes, this::onTaken));
    }

    /// A reader that still takes bytes sees a regular end and may come back with a new token; another one's connection
    /// is cut, for an end behind bytes that nobody reads would never come.
    private void end(FluxSink<Piece> reader) {
        if (taken) {
            reader.complete();
        } else {
            reader.error(new SlowReaderException());
        }
    }

    private void onLastEvent() {
        over = true;
        news = true;
    }

    private void onTaken() {
        taken = true;
        wake.release();
    }

    private void onAppend() {
        news = true;
        wake.release();
    }

    private void await(Instant now, Instant until) throws InterruptedException {
        long nanos = Math.max(0, Duration.between(now, until).toNanos());
        if (wake.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            wake.drainPermits();
        }
    }
}
