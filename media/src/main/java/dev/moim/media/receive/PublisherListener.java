package dev.moim.media.receive;

/// Is told what a publisher's packets bring. Called while a packet is taken, before the track's sinks get it.
public interface PublisherListener {
    /// A source sends its first stream, one more layer, or a new stream in the place of another.
    void onTrack(UpTrack track, long nowNanos);

    /// The source begins, and no memory is left for it. It is told once; when there is room again, the source is taken
    /// up with its next packet.
    void onRefused(Source source);

    /// A stream changed its codec.
    void onCodecChange(UpTrack track);
}
