package dev.moim.media.udp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The other side's address, in the form the packet path needs: 16 address bytes as two numbers in network order (IPv4
/// mapped into IPv6), port, scope. Immutable.
public final class RemoteAddress {
    /// Where an IPv4 address is mapped: `::ffff:0:0/96` (RFC 4291 section 2.5.5.2).
    static final long MAPPED_IPV4 = 0xFFFF_0000_0000L;

    /// Makes places in hash tables unknown to those who choose addresses.
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private final long high;
    private final long low;
    private final int port;
    private final int scope;

    /// Made when first asked for; a race makes two equal ones.
    private @Nullable InetSocketAddress socketAddress;

    RemoteAddress(long high, long low, int port, int scope) {
        this.high = high;
        this.low = low;
        this.port = port;
        this.scope = scope;
    }

    /// @throws IllegalArgumentException for an unresolved address
    public static RemoteAddress of(InetSocketAddress address) {
        InetAddress inet = address.getAddress();
        if (inet == null) {
            throw new IllegalArgumentException("the address is not resolved");
        }
        ByteBuffer bytes = ByteBuffer.wrap(inet.getAddress());
        if (inet instanceof Inet4Address) {
            return new RemoteAddress(0, MAPPED_IPV4 | Integer.toUnsignedLong(bytes.getInt()), address.getPort(), 0);
        }
        int scope = ((Inet6Address) inet).getScopeId();
        return new RemoteAddress(bytes.getLong(), bytes.getLong(), address.getPort(), scope);
    }

    public InetSocketAddress toSocketAddress() {
        InetSocketAddress made = socketAddress;
        if (made == null) {
            made = makeSocketAddress();
            socketAddress = made;
        }
        return made;
    }

    private InetSocketAddress makeSocketAddress() {
        byte[] ip = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            InetAddress inet = InetAddress.getByAddress(ip);
            if (inet instanceof Inet6Address && scope != 0) {
                inet = Inet6Address.getByAddress(null, ip, scope);
            }
            return new InetSocketAddress(inet, port);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }

    /// The first eight bytes of the address in network order.
    long high() {
        return high;
    }

    /// The last eight bytes of the address in network order.
    long low() {
        return low;
    }

    int port() {
        return port;
    }

    int scope() {
        return scope;
    }

    boolean isIpv4() {
        return high == 0 && (low & ~0xFFFF_FFFFL) == MAPPED_IPV4;
    }

    boolean is(long otherHigh, long otherLow, int otherPort, int otherScope) {
        return low == otherLow && port == otherPort && high == otherHigh && scope == otherScope;
    }

    static int hash(long high, long low, int port, int scope) {
        long mixed = (high ^ SEED) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (Long.rotateLeft(mixed, 31) ^ low) * 0xC2B2_AE3D_27D4_EB4FL;
        mixed = (Long.rotateLeft(mixed, 31) ^ ((long) scope << 16 | port)) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RemoteAddress that && is(that.high, that.low, that.port, that.scope);
    }

    @Override
    public int hashCode() {
        return hash(high, low, port, scope);
    }

    @Override
    public String toString() {
        return toSocketAddress().toString();
    }
}
