package dev.moim.stunturn.turn;

import dev.moim.stunturn.RelayedPath;
import dev.moim.stunturn.stun.XorAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A transport address that one client sends to, and the channel for it.
final class Peer {
    static final long CHANNEL_NANOS = TimeUnit.SECONDS.toNanos(600);

    /// As the client writes it; answers carry the same form.
    final XorAddress address;

    final InetSocketAddress socketAddress;

    /// Null for a peer outside this process.
    final @Nullable RelayedPath path;

    private int channel;
    private long channelUntilNanos;

    Peer(XorAddress address, @Nullable RelayedPath path) {
        this.address = address;
        this.socketAddress = address.toSocketAddress();
        this.path = path;
    }

    void bind(int number, long nowNanos) {
        channel = number;
        channelUntilNanos = nowNanos + CHANNEL_NANOS;
    }

    /// @return 0 if none is bound
    int channel(long nowNanos) {
        return channel != 0 && channelUntilNanos - nowNanos > 0 ? channel : 0;
    }
}
