package dev.moim.signaling.socket;

/// The open WebSocket as its connection sees it. Any thread; nothing here blocks.
interface Wire {
    void send(String text);

    /// Sends a close frame and ends the connection; doing it twice is harmless.
    void close(int code);
}
