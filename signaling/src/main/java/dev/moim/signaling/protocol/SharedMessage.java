package dev.moim.signaling.protocol;

import java.util.Optional;

/// A server's message on its way to one or many: its text is written once, when the first of them asks. Any thread.
public final class SharedMessage {
    private final ServerMessage message;
    private Optional<WrittenMessage> text = Optional.empty();

    public SharedMessage(ServerMessage message) {
        this.message = message;
    }

    public ServerMessage message() {
        return message;
    }

    public synchronized WrittenMessage text(ProtocolCodec codec) {
        if (text.isEmpty()) {
            text = Optional.of(codec.text(message));
        }
        return text.get();
    }
}
