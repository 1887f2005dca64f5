package dev.moim.stunturn.ice;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.stun.RawStun;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A gateway and a clock for tests that put datagrams in by hand.
final class Gateway {
    static final InetSocketAddress PHONE = new InetSocketAddress("198.51.100.7", 50_000);
    static final InetSocketAddress LAPTOP = new InetSocketAddress("2001:db8::7", 50_001);

    final IceLite lite = new IceLite(IceSettings.DEFAULT, () -> 3478);
    long nowNanos = 77;

    LiteSession open(RecordedPaths listener) {
        return (LiteSession) lite.open(listener, nowNanos);
    }

    void pass(Duration time) {
        nowNanos += time.toNanos();
        lite.poll(nowNanos);
    }

    /// @return the answer, or null
    byte @Nullable [] put(byte[] datagram, InetSocketAddress source) {
        AtomicReference<byte @Nullable []> answer = new AtomicReference<>();
        lite.onDatagram(datagram, 0, datagram.length, source, (buffer, offset, length) -> answer.set(buffer), nowNanos);
        return answer.get();
    }

    /// @return the answer's message type, or 0 for none
    int put(RawStun message, InetSocketAddress source) {
        byte[] answer = put(message.bytes(), source);
        return answer == null ? 0 : ((answer[0] & 0xFF) << 8) | (answer[1] & 0xFF);
    }

    /// @return whether a good check was answered with success
    boolean check(IceCredentials credentials, InetSocketAddress source) {
        return put(checkOf(credentials).integrity(credentials.password()).fingerprint(), source)
                == RawStun.BINDING_SUCCESS;
    }

    boolean nominate(IceCredentials credentials, InetSocketAddress source) {
        RawStun check = checkOf(credentials).attribute(RawStun.USE_CANDIDATE);
        return put(check.integrity(credentials.password()).fingerprint(), source) == RawStun.BINDING_SUCCESS;
    }

    static RawStun checkOf(IceCredentials credentials) {
        return RawStun.check(credentials.ufrag() + ":remote");
    }

    long count(IceEnd end) {
        return lite.counters().getOrDefault(end.counterName(), -1L);
    }
}
