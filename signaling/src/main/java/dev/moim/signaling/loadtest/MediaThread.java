package dev.moim.signaling.loadtest;

import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.track.CompoundWriter;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The one thread on which all participants of the process send and receive. Other threads hand it commands.
final class MediaThread implements Executor, AutoCloseable {
    private static final long MAX_SLEEP_NANOS = 20_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SecureRandom random = new SecureRandom();
    private final DtlsContext dtls = DtlsContext.create(random);
    private final Selector selector = Selector.open();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<Participant> participants = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals();
    private final LatencyHistogram latency = new LatencyHistogram();
    private final CompoundWriter compounds = new CompoundWriter();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread = Thread.ofPlatform().name("load-media").unstarted(this::run);
    private volatile boolean closed;

    private MediaThread() throws IOException {}

    static MediaThread start() throws IOException {
        var media = new MediaThread();
        media.thread.start();
        return media;
    }

    SecureRandom random() {
        return random;
    }

    DtlsContext dtls() {
        return dtls;
    }

    /// Of all participants; for the thread itself.
    LatencyHistogram latency() {
        return latency;
    }

    /// For the thread itself.
    CompoundWriter compounds() {
        return compounds;
    }

    @Override
    public void execute(Runnable command) {
        commands.add(command);
        if (!Thread.currentThread().equals(thread)) {
            selector.wakeup();
        }
    }

    /// Runs a question on the thread and waits for the answer.
    ///
    /// @throws java.util.concurrent.CompletionException when the thread has ended by a fault
    <T> T ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        execute(() -> answer.complete(question.get()));
        return CompletableFuture.anyOf(answer, ended)
                .thenApply(_ -> answer.join())
                .join();
    }

    /// On the thread.
    void add(Participant participant, DatagramChannel channel) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, participant);
        participants.add(participant);
    }

    /// On the thread; the channel is closed by its owner.
    void remove(Participant participant) {
        participants.remove(participant);
    }

    private void run() {
        try (selector) {
            while (!closed) {
                turn();
            }
            List.copyOf(participants).forEach(Participant::close);
            runCommands();
            ended.completeExceptionally(new IllegalStateException("the load test is over"));
        } catch (IOException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private void turn() throws IOException {
        await();
        runCommands();
        do {
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.attachment() instanceof Participant participant) {
                    participant.receive(arrivals);
                }
            }
            selector.selectedKeys().clear();
            arrivals.deliver();
        } while (selector.selectNow() > 0);
        long now = System.nanoTime();
        for (int i = 0; i < participants.size(); i++) {
            participants.get(i).poll(now);
        }
    }

    private void await() throws IOException {
        long now = System.nanoTime();
        long sleep = MAX_SLEEP_NANOS;
        for (Participant participant : participants) {
            sleep = Math.min(sleep, participant.nextPollNanos(now) - now);
        }
        if (sleep <= 0 || !commands.isEmpty()) {
            selector.selectNow();
        } else {
            // Whole milliseconds, rounded up: what is sent a little late is not late to anyone.
            selector.select((sleep + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
    }

    private void runCommands() {
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
