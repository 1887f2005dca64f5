package dev.moim.signaling.socket;

import dev.moim.signaling.protocol.WrittenMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The numbered messages that a client has not acknowledged. Bounded: the oldest goes, and with it the chance to
/// resume from before it. Any thread, since the budget clears it from others'. Locks are taken in the order outbox,
/// buffer, budget, and nobody holds two buffers'.
final class ReplayBuffer {
    /// What an entry takes besides its text, and a text besides its characters.
    private static final int OVERHEAD_BYTES = 64;

    private record Kept(long n, WrittenMessage text) {}

    private final int maxMessages;
    private final int maxCharacters;
    private final ReplayBudget budget;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private long characters;
    private long goneUpTo;
    private long acked;
    private long last;

    ReplayBuffer(int maxMessages, int maxCharacters, ReplayBudget budget) {
        this.maxMessages = maxMessages;
        this.maxCharacters = maxCharacters;
        this.budget = budget;
    }

    /// The number for the next message, which is [#keep]-ed or never repeated.
    synchronized long next() {
        return ++last;
    }

    void keep(long n, WrittenMessage text) {
        add(n, text);
        budget.settle();
    }

    private synchronized void add(long n, WrittenMessage text) {
        kept.add(new Kept(n, text));
        characters += text.length();
        budget.onKept(OVERHEAD_BYTES + (text.keep() ? bytes(text) : 0));
        while (kept.size() > maxMessages || (characters > maxCharacters && kept.size() > 1)) {
            drop();
        }
        budget.onWaiting(this);
    }

    /// The client has everything up to this number.
    synchronized void ack(long n) {
        acked = Math.clamp(n, acked, last);
        while (!kept.isEmpty() && kept.peek().n() <= n) {
            drop();
        }
        budget.onAcknowledged(this, !kept.isEmpty());
    }

    synchronized AckWatch.Numbers numbers() {
        return new AckWatch.Numbers(last, acked);
    }

    /// What came after this number; empty when some of that is no longer kept, or the number was never given.
    synchronized Optional<List<String>> after(long n) {
        if (n < goneUpTo || n > last) {
            return Optional.empty();
        }
        ack(n);
        var messages = new ArrayList<String>(kept.size());
        kept.forEach(message -> messages.add(message.text().numbered(message.n())));
        return Optional.of(messages);
    }

    synchronized void clear() {
        while (!kept.isEmpty()) {
            drop();
        }
        budget.onAcknowledged(this, false);
        goneUpTo = last;
    }

    private void drop() {
        Kept oldest = kept.remove();
        characters -= oldest.text().length();
        budget.onDropped(OVERHEAD_BYTES + (oldest.text().drop() ? bytes(oldest.text()) : 0));
        goneUpTo = oldest.n();
    }

    /// Two for each character, as Korean takes in memory.
    private static long bytes(WrittenMessage text) {
        return OVERHEAD_BYTES + 2L * text.length();
    }
}
