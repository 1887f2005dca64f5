package dev.moim.stunturn.tcp;

/// Takes the messages that a stream held.
@FunctionalInterface
public interface FrameSink {
    /// @param buffer valid during the call only
    void onFrame(byte[] buffer, int offset, int length);
}
