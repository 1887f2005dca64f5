package dev.moim.signaling.protocol;

import java.util.concurrent.atomic.AtomicInteger;

/// The text of a server's message without its number, which each participant's copy has its own of. Knows by how
/// many it is kept, so that what a whole room keeps counts once. Any thread.
public final class WrittenMessage {
    private final String json;
    private final AtomicInteger keepers = new AtomicInteger();

    WrittenMessage(String json) {
        this.json = json;
    }

    /// The message with its number.
    ///
    /// @param n at least 1
    public String numbered(long n) {
        // The type comes first: {"type":"chat" is followed by a comma or by the end.
        int afterType = json.indexOf('"', "{\"type\":\"".length()) + 1;
        return json.substring(0, afterType) + ",\"n\":" + n + json.substring(afterType);
    }

    public int length() {
        return json.length();
    }

    /// @return whether nobody kept it before
    public boolean keep() {
        return keepers.getAndIncrement() == 0;
    }

    /// @return whether nobody keeps it now
    public boolean drop() {
        return keepers.decrementAndGet() == 0;
    }

    String json() {
        return json;
    }
}
