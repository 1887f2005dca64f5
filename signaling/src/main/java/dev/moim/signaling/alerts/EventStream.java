package dev.moim.signaling.alerts;

import dev.moim.signaling.auth.Withdrawals;
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

/// One reader of a room's events. A virtual thread of its own sleeps until the log, the reader or the end of its right
/// wakes it; it takes events from the log only when the connection has taken those before, so a slow reader costs a few
/// pages, and a silent room costs no queries but the rare ones of [AlertSettings#recheck].
final class EventStream {
    /// Events taken from the log at once.
    private static final int PAGE = 20;

    private final EventLog log;
    private final Withdrawals withdrawals;
    private final RoomId room;
    private final Excerpt excerpt;
    private final EventText text;
    private final AlertSettings settings;
    private final String credential;
    private final Supplier<Readership.Verdict> verdict;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean news = true;
    /// The right to read is to be looked at; so it is at first, for it may have ended before anyone listened.
    private volatile boolean doubted = true;

    private volatile boolean taken;
    private long position;
    private Instant lastSent = Instant.EPOCH;
    private Instant nextCheck = Instant.EPOCH;
    /// Nothing more comes into the log.
    private boolean over;
    /// And the reader has it all.
    private boolean complete;

    /// @param position the number of the last event that the reader has
    /// @param excerpt what the reader may have
    /// @param credential what the right to read hangs on; see [Readership.Admitted]
    /// @param verdict asked when the right may have ended; may block
    EventStream(
            EventLog log,
            Withdrawals withdrawals,
            RoomId room,
            long position,
            Excerpt excerpt,
            EventText text,
            AlertSettings settings,
            String credential,
            Supplier<Readership.Verdict> verdict) {
        this.log = log;
        this.withdrawals = withdrawals;
        this.room = room;
        this.position = Math.max(position, excerpt.behind());
        this.excerpt = excerpt;
        this.text = text;
        this.settings = settings;
        this.credential = credential;
        this.verdict = verdict;
    }

    /// Ends when the reader goes, is too slow, or may not read any more.
    void run(FluxSink<Piece> reader) {
        reader.onCancel(wake::release);
        try (var _ = log.subscribe(room, this::onAppend);
                var _ = withdrawals.subscribe(this::onWithdrawal)) {
            send(reader, text.opening(), Instant.now());
            while (!reader.isCancelled()) {
                Instant now = Instant.now();
                if ((doubted || !now.isBefore(nextCheck)) && !mayRead(now)) {
                    end(reader);
                    return;
                }
                if (!isServed(reader, now)) {
                    reader.error(new SlowReaderException());
                    return;
                }
                if (complete) {
                    reader.complete();
                    return;
                }
                await(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reader.complete();
        } catch (RuntimeException e) {
            reader.error(e);
        }
    }

    private boolean mayRead(Instant now) {
        // Before the look: what is withdrawn while it goes on is looked at again.
        doubted = false;
        nextCheck = now.plus(settings.recheck());
        // Another process may have appended, too.
        news = true;
        return switch (verdict.get()) {
            case Readership.Admitted admitted -> {
                if (admitted.until().isBefore(nextCheck)) {
                    nextCheck = admitted.until();
                }
                yield true;
            }
            // The log ends with `room.deleted`; the reader gets it in the reader's own time.
            case Readership.Denied.NO_ROOM -> {
                over = true;
                yield true;
            }
            case Readership.Denied.NO_GOOD_TOKEN, Readership.Denied.NOT_YOURS -> false;
        };
    }

    /// @return false when the reader is too slow
    private boolean isServed(FluxSink<Piece> reader, Instant now) {
        if (!taken) {
            return now.isBefore(lastSent.plus(settings.slowLimit()));
        }
        if (news) {
            news = false;
            List<Event> events = log.after(room, position, PAGE);
            if (!events.isEmpty()) {
                position = events.getLast().number();
                over |= events.getLast().isLast();
                // There may be more.
                news = true;
                send(reader, text.of(events, excerpt), now);
                return true;
            }
            complete = over;
        }
        if (!complete && !now.isBefore(lastSent.plus(settings.heartbeat()))) {
            send(reader, text.heartbeat(), now);
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

    private void onTaken() {
        taken = true;
        wake.release();
    }

    private void onAppend() {
        news = true;
        wake.release();
    }

    private void onWithdrawal(String id) {
        if (id.equals(credential)) {
            doubted = true;
            wake.release();
        }
    }

    /// Until somebody wakes the reader, or the next thing is due.
    private void await(Instant now) throws InterruptedException {
        Instant due = lastSent.plus(taken ? settings.heartbeat() : settings.slowLimit());
        Instant until = due.isBefore(nextCheck) ? due : nextCheck;
        long nanos = Math.max(0, Duration.between(now, until).toNanos());
        if (wake.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            wake.drainPermits();
        }
    }
}
