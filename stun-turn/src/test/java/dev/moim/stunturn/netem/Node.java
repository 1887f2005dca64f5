package dev.moim.stunturn.netem;

import java.net.InetSocketAddress;

/// What lives at a [Host]: usually a sans-IO core and the few lines that carry its datagrams to [Host#send]. Called on
/// the thread that runs the simulation.
public interface Node {
    /// @param datagram the node's own copy
    /// @param from the source as this side sees it, behind a NAT the NAT's outside
    /// @param nowNanos simulated, compare by subtraction
    void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos);

    /// Does what is due. Called once when attached, after every datagram, and at the deadline.
    ///
    /// @return the next deadline on the scale of nowNanos; [#never] for none. One that is over is kept
    ///     a microsecond later, so that simulated time always goes on.
    long poll(long nowNanos);

    /// The deadline that never comes.
    static long never(long nowNanos) {
        return nowNanos + Long.MAX_VALUE;
    }
}
