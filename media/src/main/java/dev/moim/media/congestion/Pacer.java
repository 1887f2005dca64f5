package dev.moim.media.congestion;

import dev.moim.media.MediaKind;
import dev.moim.media.track.Deadline;
import java.util.ArrayDeque;

/// The bounded queue of packets to one subscriber: audio first, video behind it. One thread.
public final class Pacer {
    /// Packets that may wait for one subscriber: 0.4 s of video at 25 Mbit/s, or one turn of a large room.
    public static final int MAX_QUEUED = 1024;

    /// Packets that leave in one go: several times the 64 datagrams that a turn takes off the socket.
    public static final int MAX_BURST = 512;

    private final PacketPool pool;
    private final ArrayDeque<OutgoingPacket> audio = new ArrayDeque<>();
    private final ArrayDeque<OutgoingPacket> video = new ArrayDeque<>();

    /// Takes what leaves the pacer.
    @FunctionalInterface
    public interface Output {
        /// The packet is valid during the call only.
        void send(OutgoingPacket packet);
    }

    public Pacer(PacketPool pool) {
        this.pool = pool;
    }

    /// Takes the packet over; it goes back to the pool when it is sent or refused.
    ///
    /// @return false when the queue is full
    public boolean enqueue(OutgoingPacket packet, MediaKind media) {
        if (audio.size() + video.size() >= MAX_QUEUED) {
            pool.give(packet);
            return false;
        }
        (media == MediaKind.AUDIO ? audio : video).addLast(packet);
        return true;
    }

    public boolean isEmpty() {
        return audio.isEmpty() && video.isEmpty();
    }

    /// Sends at most one burst.
    ///
    /// @return when to poll again, [Deadline#NEVER] when nothing is left
    public long poll(long nowNanos, Output output) {
        for (int sent = 0; sent < MAX_BURST; sent++) {
            OutgoingPacket packet = audio.isEmpty() ? video.pollFirst() : audio.pollFirst();
            if (packet == null) {
                return Deadline.NEVER;
            }
            output.send(packet);
            pool.give(packet);
        }
        return isEmpty() ? Deadline.NEVER : nowNanos;
    }

    /// Gives everything back to the pool unsent.
    public void clear() {
        audio.forEach(pool::give);
        video.forEach(pool::give);
        audio.clear();
        video.clear();
    }
}
