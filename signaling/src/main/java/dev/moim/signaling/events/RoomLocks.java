package dev.moim.signaling.events;

import dev.moim.signaling.room.RoomId;
import io.micronaut.transaction.TransactionStatus;
import io.micronaut.transaction.support.TransactionSynchronization;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One append to a room at a time, to the end of its transaction. The database's own row lock is not enough: H2 lets
/// an update that waited for a rollback see the number that was rolled back. As many locks as rooms that are being
/// appended to. Any thread.
final class RoomLocks {
    /// Far longer than any append; who waits so long has met a bug and gets an exception instead of a hanging thread.
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// Two transactions that each hold the room that the other wants would wait for each other. Who holds a room
    /// waits between one and two of these for another: one of them gives up first, and the other goes on.
    private static final Duration FURTHER_LIMIT = Duration.ofMillis(500);

    private final ConcurrentMap<RoomId, Held> byRoom = new ConcurrentHashMap<>();

    /// A room's lock, and how many hold it or wait for it.
    private record Held(ReentrantLock lock, int users) {}

    /// Returns when no other transaction appends to the room; the room is free again when this one has ended.
    ///
    /// @throws IllegalStateException when that does not come about
    void hold(RoomId room, TransactionStatus<?> transaction) {
        Duration limit = holdsAny() ? further() : LIMIT;
        ReentrantLock lock = enter(room);
        boolean locked = false;
        try {
            locked = lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!locked) {
                throw new IllegalStateException("the log of a room is busy: " + room);
            }
            transaction.registerSynchronization(new Release(room, lock));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            if (!locked) {
                leave(room);
            }
        }
    }

    /// How many rooms are being appended to.
    int size() {
        return byRoom.size();
    }

    /// Comes after the commit, or after the rollback.
    private final class Release implements TransactionSynchronization {
        private final RoomId room;
        private final ReentrantLock lock;

        Release(RoomId room, ReentrantLock lock) {
            this.room = room;
            this.lock = lock;
        }

        @Override
        public void afterCompletion(Status status) {
            lock.unlock();
            leave(room);
        }
    }

    private boolean holdsAny() {
        return byRoom.values().stream().anyMatch(held -> held.lock().isHeldByCurrentThread());
    }

    private ReentrantLock enter(RoomId room) {
        return byRoom.compute(
                        room,
                        (id, held) -> held == null
                                ? new Held(new ReentrantLock(), 1)
                                : new Held(held.lock(), held.users() + 1))
                .lock();
    }

    private void leave(RoomId room) {
        byRoom.computeIfPresent(room, (id, held) -> held.users() == 1 ? null : new Held(held.lock(), held.users() - 1));
    }

    private static Duration further() {
        return FURTHER_LIMIT.plusNanos(ThreadLocalRandom.current().nextLong(FURTHER_LIMIT.toNanos()));
    }
}
