package dev.moim.signaling.socket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The numbered messages that a client has not acknowledged. Bounded: the oldest goes, and with it the chance to
/// resume from before it. One thread at a time.
final class ReplayBuffer {
    private record Kept(long n, String json) {}

    private final int maxMessages;
    private final int maxCharacters;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private long characters;
    private long goneUpTo;
    private long last;

    ReplayBuffer(int maxMessages, int maxCharacters) {
        this.maxMessages = maxMessages;
        this.maxCharacters = maxCharacters;
    }

    /// The number for the next message, which is [#keep]-ed or never repeated.
    long next() {
        return ++last;
    }

    void keep(long n, String json) {
        kept.add(new Kept(n, json));
        characters += json.length();
        while (kept.size() > maxMessages || (characters > maxCharacters && kept.size() > 1)) {
            drop();
        }
    }

    /// The client has everything up to this number.
    void ack(long n) {
        while (!kept.isEmpty() && kept.peek().n() <= n) {
            drop();
        }
    }

    /// What came after this number; empty when some of that is no longer kept, or the number was never given.
    Optional<List<String>> after(long n) {
        if (n < goneUpTo || n > last) {
            return Optional.empty();
        }
        ack(n);
        var messages = new ArrayList<String>(kept.size());
        kept.forEach(message -> messages.add(message.json()));
        return Optional.of(messages);
    }

    void clear() {
        kept.clear();
        characters = 0;
        goneUpTo = last;
    }

    private void drop() {
        Kept oldest = kept.remove();
        characters -= oldest.json().length();
        goneUpTo = oldest.n();
    }
}
