package dev.moim.signaling.auth;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Says which token was taken back and which sign-in ended, to those who act on one for a long time. It knows those of
/// this process alone: another one on the same database withdraws without a word. Any thread.
@Singleton
public final class Withdrawals {
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

    /// One who wants to know; identity, so that the same listener may come twice.
    private static final class Subscriber {
        private final Consumer<String> listener;

        Subscriber(Consumer<String> listener) {
            this.listener = listener;
        }
    }

    /// Gets the id of each room token or sign-in that is withdrawn from now on, when nothing accepts it any more. Runs
    /// on the thread that withdraws and must not block.
    public Subscription subscribe(Consumer<String> listener) {
        var subscriber = new Subscriber(listener);
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    void tell(String id) {
        subscribers.forEach(subscriber -> subscriber.listener.accept(id));
    }

    /// Ends on close; closing twice is harmless.
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
