package dev.moim.signaling.conference;

import dev.moim.signaling.gateway.StreamWire;
import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.tcp.FrameSink;
import dev.moim.stunturn.tcp.Rfc4571Framer;
import dev.moim.stunturn.tcp.StunStreamFramer;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// One TCP connection on its loop: cuts what comes into messages, and gathers what goes until the loop's turn ends. The
/// loop's thread only.
final class LoopStream {
    /// What may wait for a client that reads slowly: half a second at 4 Mbit/s. More would be late anyway, so it is
    /// dropped as a full network would.
    private static final int MAX_UNSENT = 256 * 1024;

    /// Answers are not asked for again on a stream, so they still find room where media finds none.
    private static final int ANSWERS = 16 * 1024;

    private static final int FIRST_CAPACITY = 4096;

    /// How long a connection may be without a good password.
    private static final long PROOF_NANOS = TimeUnit.SECONDS.toNanos(15);

    /// How long one of ICE may be without a good check: clients check twice a minute even where they use another path,
    /// and consent to this one is over after 30 s (RFC 7675 section 5.1).
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(75);

    /// Checks and refreshes come more often on a connection that is in use; TURN clients are silent longest, as long as
    /// a permission lives.
    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(6);

    private final StreamWire wire;
    private final ClientPath.Stream client;
    private final InetSocketAddress inner;
    private final boolean ice;
    private final LoopStreams streams;
    private final StunStreamFramer turnFramer = new StunStreamFramer();
    private final Rfc4571Framer iceFramer = new Rfc4571Framer();
    private byte[] out = new byte[FIRST_CAPACITY];
    private int outLength;
    private boolean allocated;
    private boolean closed;

    /// Until when it may stay without an allocation or another check.
    private long goodUntilNanos;

    private long heardNanos;

    /// @param ice whether it is ICE over TCP and not TURN
    LoopStream(
            StreamWire wire,
            ClientPath.Stream client,
            InetSocketAddress inner,
            boolean ice,
            LoopStreams streams,
            long nowNanos) {
        this.wire = wire;
        this.client = client;
        this.inner = inner;
        this.ice = ice;
        this.streams = streams;
        this.heardNanos = nowNanos;
        this.goodUntilNanos = nowNanos + PROOF_NANOS;
    }

    ClientPath.Stream client() {
        return client;
    }

    /// How ICE and media name the connection.
    InetSocketAddress inner() {
        return inner;
    }

    boolean isIce() {
        return ice;
    }

    /// A check with the right password was answered.
    void onCheck(long nowNanos) {
        goodUntilNanos = nowNanos + CHECK_NANOS;
    }

    void onAllocated() {
        allocated = true;
    }

    void onAllocationEnded(long nowNanos) {
        allocated = false;
        goodUntilNanos = nowNanos + PROOF_NANOS;
    }

    /// Nobody has shown a password on it, or not for long, or it says nothing more.
    boolean isUseless(long nowNanos) {
        return nowNanos - heardNanos >= SILENCE_NANOS || (!allocated && nowNanos - goodUntilNanos >= 0);
    }

    void onBytes(byte[] bytes, FrameSink sink, long nowNanos) {
        if (closed) {
            return;
        }
        heardNanos = nowNanos;
        boolean whole =
                ice ? iceFramer.feed(bytes, 0, bytes.length, sink) : turnFramer.feed(bytes, 0, bytes.length, sink);
        if (!whole) {
            close();
        }
    }

    /// @return false when the client is too slow for it
    boolean send(byte[] buffer, int offset, int length) {
        int header = ice ? Rfc4571Framer.HEADER : 0;
        int limit = buffer[offset] <= 3 && buffer[offset] >= 0 ? MAX_UNSENT + ANSWERS : MAX_UNSENT;
        if (closed || wire.unsentBytes() + outLength + header + length > limit) {
            return false;
        }
        int needed = outLength + header + length;
        if (needed > out.length) {
            out = Arrays.copyOf(out, Math.max(needed, 2 * out.length));
        }
        if (outLength == 0) {
            streams.onWaiting(this);
        }
        if (ice) {
            Rfc4571Framer.writeHeader(out, outLength + header, length);
        }
        System.arraycopy(buffer, offset, out, outLength + header, length);
        outLength = needed;
        return true;
    }

    void flush() {
        if (outLength > 0 && !closed) {
            wire.write(out, outLength);
        }
        outLength = 0;
    }

    void readOn() {
        wire.read();
    }

    void close() {
        if (!closed) {
            flush();
            closed = true;
            wire.close();
        }
    }
}
