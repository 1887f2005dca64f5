package dev.moim.media.loop;

import dev.moim.media.DatagramGuest;
import dev.moim.media.udp.AddressTable;
import dev.moim.media.udp.ReceiveBatch;
import dev.moim.media.udp.RemoteAddress;
import dev.moim.media.udp.UdpSocket;
import org.jspecify.annotations.Nullable;

/// Hands one loop's STUN and TURN datagrams to the guest, and sends its answers. Addresses that come again, as those
/// of relayed media do, are made into objects once.
final class GuestDesk implements DatagramGuest.Reply {
    /// Remembered senders; at one more all are forgotten, so that strangers can make it no bigger.
    private static final int MAX_SENDERS = 1024;

    private final DatagramGuest guest;
    private final UdpSocket socket;
    private AddressTable<RemoteAddress> senders = new AddressTable<>();
    private @Nullable RemoteAddress sender;

    GuestDesk(DatagramGuest guest, UdpSocket socket) {
        this.guest = guest;
        this.socket = socket;
    }

    void onDatagram(ReceiveBatch batch, int index, long nowNanos) {
        RemoteAddress from = senders.get(batch, index);
        if (from == null) {
            from = remember(batch.remote(index));
        }
        sender = from;
        try {
            guest.onDatagram(
                    batch.buffer(), batch.offset(index), batch.length(index), from.toSocketAddress(), this, nowNanos);
        } finally {
            sender = null;
        }
    }

    private RemoteAddress remember(RemoteAddress address) {
        if (senders.size() == MAX_SENDERS) {
            senders = new AddressTable<>();
        }
        senders.put(address, address);
        return address;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        RemoteAddress to = sender;
        if (to == null) {
            throw new IllegalStateException("a reply is valid during the call of its datagram only");
        }
        socket.send(to, buffer, offset, length);
    }
}
