package dev.moim.stunturn.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.stun.RawStun;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several loops deliver at once.
class IceLiteThreadsTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 2000;

    /// A thread that fails leaves the others at the barrier.
    private static final int LIMIT_SECONDS = 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final IceLite gateway = new IceLite(IceSettings.DEFAULT, () -> 3478);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @FunctionalInterface
    private interface Turn {
        void play(int thread, int round) throws Exception;
    }

    /// Plays every round on all threads at the same time.
    private void race(Turn turn, Runnable afterRound) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        CyclicBarrier end = new CyclicBarrier(THREADS, afterRound);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            done.add(threads.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                    turn.play(thread, round);
                    end.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                }
                return null;
            }));
        }
        for (Future<?> one : done) {
            one.get();
        }
    }

    private void put(IceCredentials credentials, boolean nominate, InetSocketAddress source, Runnable onAnswer) {
        RawStun check = Gateway.checkOf(credentials);
        if (nominate) {
            check.attribute(RawStun.USE_CANDIDATE);
        }
        byte[] datagram = check.integrity(credentials.password()).bytes();
        gateway.onDatagram(datagram, 0, datagram.length, source, (buffer, offset, length) -> onAnswer.run(), 0);
    }

    private static InetSocketAddress address(int number) {
        return new InetSocketAddress("198.51.100." + number % 8, 10_000 + number % 8);
    }

    @Test
    void noAnswerLeavesBeforeTheListenerHasReturned() throws Exception {
        Set<InetSocketAddress> known = ConcurrentHashMap.newKeySet();
        Set<InetSocketAddress> early = ConcurrentHashMap.newKeySet();
        RecordedPaths listener = new RecordedPaths() {
            @Override
            public void onPath(InetSocketAddress remote, boolean nominated) {
                super.onPath(remote, nominated);
                // Makes the window wide in which another thread could answer too early.
                LockSupport.parkNanos(20_000);
                known.add(remote);
            }
        };
        List<LiteSession> sessions = new ArrayList<>();
        sessions.add((LiteSession) gateway.open(listener, 0));
        race(
                (thread, round) -> {
                    LiteSession session = sessions.getLast();
                    InetSocketAddress source = address(round);
                    put(session.credentials(), false, source, () -> {
                        if (!known.contains(source)) {
                            early.add(source);
                        }
                    });
                },
                () -> {
                    assertThat(listener.paths).hasSize(1);
                    listener.paths.clear();
                    known.clear();
                    sessions.getLast().close();
                    sessions.add((LiteSession) gateway.open(listener, 0));
                });

        assertThat(early).isEmpty();
        assertThat(gateway.logins()).isEqualTo(1);
    }

    @Test
    void theListenersLastNominationIsTheSessions() throws Exception {
        RecordedPaths listener = new RecordedPaths();
        LiteSession session = (LiteSession) gateway.open(listener, 0);
        race((thread, round) -> put(session.credentials(), true, address(thread + round), () -> {}), () -> {
            var nominated = session.state().nominated();
            assertThat(nominated).isNotNull();
            assertThat(listener.paths.getLast())
                    .isEqualTo(new RecordedPaths.Told(Objects.requireNonNull(nominated).remote, true));
            listener.paths.clear();
            listener.paths.add(new RecordedPaths.Told(Objects.requireNonNull(nominated).remote, true));
        });

        assertThat(session.state().paths()).hasSize(8);
    }

    @Test
    void restartsChecksPollsAndCloseAtOnceLeaveNothing() throws Exception {
        RecordedPaths listener = new RecordedPaths();
        List<LiteSession> sessions = new ArrayList<>();
        sessions.add((LiteSession) gateway.open(listener, 0));
        race(
                (thread, round) -> {
                    LiteSession session = sessions.getLast();
                    switch (thread) {
                        case 0 -> put(session.restart(), true, address(round), () -> {});
                        case 1 -> put(session.credentials(), false, address(round + 1), () -> {});
                        case 2 -> gateway.poll(100_000_000_000L);
                        default -> session.close();
                    }
                },
                () -> {
                    assertThat(gateway.logins()).isZero();
                    sessions.add((LiteSession) gateway.open(listener, 0));
                });
    }

    @Test
    void sessionsThatOpenAreSafeFromPolls() throws Exception {
        race(
                (thread, round) -> {
                    if (thread == 0) {
                        for (int i = 0; i < 20; i++) {
                            gateway.open(new RecordedPaths(), 0).close();
                        }
                    } else {
                        gateway.poll(0);
                    }
                },
                () -> assertThat(gateway.logins()).isZero());

        assertThat(gateway.counters()).containsEntry("listener_failed", 0L);
    }
}
