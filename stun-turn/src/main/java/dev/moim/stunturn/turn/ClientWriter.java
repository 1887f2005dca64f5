package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.TurnEffects;
import dev.moim.stunturn.stun.XorAddress;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Wraps data for a client: on a channel in place where there is room, else in a copy.
final class ClientWriter {
    /// No UDP datagram carries more; so neither does one that came from us or from a peer.
    private static final int MAX_DATA = 65_507;

    private static final int STUN_HEADER = 20;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int ID_OFFSET = 8;
    private static final int ID_LENGTH = 12;
    private static final int DATA_INDICATION = 0x0017;
    private static final int XOR_PEER_ADDRESS = 0x0012;
    private static final int DATA = 0x0013;
    private static final int COOKIE_HIGH = 0x2112;
    private static final int COOKIE_LOW = 0xA442;
    private static final int MAX_INDICATION = STUN_HEADER + 2 * ATTRIBUTE_HEADER + 20;

    private final TurnEffects effects;
    private final RandomGenerator random;
    private final byte[] id = new byte[ID_LENGTH];
    private final byte[] scratch = new byte[MAX_INDICATION + MAX_DATA + ChannelData.MAX_PADDING];

    ClientWriter(TurnEffects effects, RandomGenerator random) {
        this.effects = effects;
        this.random = random;
    }

    /// Overwrites the 4 bytes before and the up to 3 after the data, if the buffer has them.
    ///
    /// @return false if it is too long for any client
    boolean sendOnChannel(ClientPath client, int channel, byte[] buffer, int offset, int length) {
        if (length > MAX_DATA) {
            return false;
        }
        int padding = client instanceof ClientPath.Stream ? ChannelData.padding(length) : 0;
        byte[] target = buffer;
        int start = offset - ChannelData.HEADER;
        if (start < 0 || offset + length + padding > buffer.length) {
            System.arraycopy(buffer, offset, scratch, ChannelData.HEADER, length);
            target = scratch;
            start = 0;
        }
        ChannelData.writeHeader(target, start, channel, length);
        int end = start + ChannelData.HEADER + length;
        Arrays.fill(target, end, end + padding, (byte) 0);
        effects.toClient(client, target, start, end + padding - start);
        return true;
    }

    /// A Data indication (RFC 8656 section 11.4), for peers without a channel.
    ///
    /// @return false if it is too long for any client
    boolean sendIndication(ClientPath client, XorAddress peer, byte[] buffer, int offset, int length) {
        int peerLength = peer.encodedLength();
        int padded = length + ChannelData.padding(length);
        int body = 2 * ATTRIBUTE_HEADER + peerLength + padded;
        if (length > MAX_DATA || body > 0xFFFF) {
            return false;
        }
        ChannelData.writeHeader(scratch, 0, DATA_INDICATION, body);
        ChannelData.writeHeader(scratch, 4, COOKIE_HIGH, COOKIE_LOW);
        random.nextBytes(id);
        System.arraycopy(id, 0, scratch, ID_OFFSET, ID_LENGTH);
        ChannelData.writeHeader(scratch, STUN_HEADER, XOR_PEER_ADDRESS, peerLength);
        peer.encode(scratch, STUN_HEADER + ATTRIBUTE_HEADER, ID_OFFSET);
        int data = STUN_HEADER + ATTRIBUTE_HEADER + peerLength;
        ChannelData.writeHeader(scratch, data, DATA, length);
        System.arraycopy(buffer, offset, scratch, data + ATTRIBUTE_HEADER, length);
        Arrays.fill(scratch, data + ATTRIBUTE_HEADER + length, data + ATTRIBUTE_HEADER + padded, (byte) 0);
        effects.toClient(client, scratch, 0, STUN_HEADER + body);
        return true;
    }
}
