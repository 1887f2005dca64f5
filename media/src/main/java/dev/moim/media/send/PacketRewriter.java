package dev.moim.media.send;

import dev.moim.media.codec.RedPayload;
import dev.moim.media.codec.Vp8Rewrite;
import dev.moim.media.congestion.OutgoingPacket;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.rtp.RtpWriter;
import dev.moim.media.track.ExtensionIds;
import dev.moim.media.track.PacketInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Writes a source's packet as a packet of one slot: its own header and header extensions, then the payload. The mid
/// is in every packet: without it on RTX a browser without `a=ssrc` lines ignores that, and packets of one size make
/// one segmented send. One thread.
final class PacketRewriter {
    static final int NO_ORIGINAL = -1;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int EXTENSION_HEADER_BYTES = 4;
    private static final int MAX_ONE_BYTE_ELEMENT = 16;

    private final RtpWriter writer = new RtpWriter();
    private final ExtensionIds ids;
    private final byte[] mid;
    private final byte[] fixedElements;
    private int payloadLength;

    /// @param ids the subscriber's extension ids
    PacketRewriter(ExtensionIds ids, byte[] mid) {
        this.ids = ids;
        this.mid = mid;
        fixedElements = fixedElements(ids, mid);
    }

    /// Bytes of payload in the last packet, without the number that a retransmission begins with.
    int payloadLength() {
        return payloadLength;
    }

    ExtensionIds ids() {
        return ids;
    }

    /// The extension block up to where elements begin to differ from packet to packet; the transport-wide sequence
    /// number comes first.
    private static byte[] fixedElements(ExtensionIds ids, byte[] mid) {
        boolean withMid = ids.mid() > 0 && mid.length <= MAX_ONE_BYTE_ELEMENT;
        int sequenceBytes = ids.transportCc() > 0 ? 3 : 0;
        byte[] block = new byte[EXTENSION_HEADER_BYTES + sequenceBytes + (withMid ? 1 + mid.length : 0)];
        block[0] = (byte) 0xBE;
        block[1] = (byte) 0xDE;
        if (sequenceBytes > 0) {
            block[EXTENSION_HEADER_BYTES] = (byte) ((ids.transportCc() << 4) | 1);
        }
        if (withMid) {
            int position = EXTENSION_HEADER_BYTES + sequenceBytes;
            block[position] = (byte) ((ids.mid() << 4) | (mid.length - 1));
            System.arraycopy(mid, 0, block, position + 1, mid.length);
        }
        return block;
    }

    /// @param original the original sequence number that a retransmission begins with (RFC 4588), or [#NO_ORIGINAL]
    /// @return false when the packet does not fit or cannot be rewritten
    boolean write(
            RtpView packet,
            PacketInfo info,
            Mapping mapping,
            int ssrc,
            int payloadType,
            int sequenceNumber,
            int original,
            OutgoingPacket out) {
        byte[] bytes = out.bytes;
        int position = writeHeader(packet, info, mapping, ssrc, payloadType, sequenceNumber, out);
        if (original != NO_ORIGINAL) {
            SHORT.set(bytes, position, (short) original);
            position += 2;
        }
        int from = packet.payloadOffset();
        int count = packet.payloadLength();
        if (mapping.unwrapsRed()) {
            int primary = RedPayload.primaryOffset(packet.buffer(), from, count);
            if (primary < 0) {
                return false;
            }
            count -= primary - from;
            from = primary;
        }
        if (position + count > OutgoingPacket.MAX_BYTES) {
            return false;
        }
        System.arraycopy(packet.buffer(), from, bytes, position, count);
        payloadLength = count;
        out.length = position + count;
        return !mapping.isVp8()
                || Vp8Rewrite.apply(
                        bytes,
                        position,
                        count,
                        info.frame.pictureId + mapping.pictureOffset(),
                        info.frame.tl0PicIdx + mapping.tl0Offset());
    }

    /// Writes a packet of nothing but padding, which fills a number that the subscriber waits for.
    void writePadding(
            RtpView packet,
            PacketInfo info,
            Mapping mapping,
            int ssrc,
            int payloadType,
            int sequenceNumber,
            OutgoingPacket out) {
        int position = writeHeader(packet, info, mapping, ssrc, payloadType, sequenceNumber, out);
        out.bytes[0] |= 0x20;
        out.bytes[position] = 1;
        payloadLength = 0;
        out.length = position + 1;
    }

    private int writeHeader(
            RtpView packet,
            PacketInfo info,
            Mapping mapping,
            int ssrc,
            int payloadType,
            int sequenceNumber,
            OutgoingPacket out) {
        byte[] bytes = out.bytes;
        bytes[0] = (byte) 0x80;
        bytes[1] = (byte) ((packet.marker() ? 0x80 : 0) | payloadType);
        SHORT.set(bytes, 2, (short) sequenceNumber);
        INT.set(bytes, 4, packet.timestamp() + mapping.timestampOffset());
        INT.set(bytes, 8, ssrc);
        return writeExtensions(packet, info, mapping, out);
    }

    private int writeExtensions(RtpView packet, PacketInfo info, Mapping mapping, OutgoingPacket out) {
        byte[] bytes = out.bytes;
        int start = RtpView.FIXED_HEADER_BYTES;
        boolean withLevel = info.audioLevel >= 0 && ids.audioLevel() > 0;
        boolean withOrientation = info.videoOrientation >= 0 && ids.videoOrientation() > 0;
        boolean withDescriptor = info.descriptorOffset >= 0 && ids.dependencyDescriptor() > 0;
        if (withDescriptor && info.descriptorLength > MAX_ONE_BYTE_ELEMENT) {
            return writeLong(packet, info, mapping, out);
        }
        System.arraycopy(fixedElements, 0, bytes, start, fixedElements.length);
        int position = start + fixedElements.length;
        out.transportSequencePosition = ids.transportCc() > 0 ? start + EXTENSION_HEADER_BYTES + 1 : -1;
        if (withLevel) {
            bytes[position] = (byte) (ids.audioLevel() << 4);
            bytes[position + 1] = (byte) info.audioLevel;
            position += 2;
        }
        if (withOrientation) {
            bytes[position] = (byte) (ids.videoOrientation() << 4);
            bytes[position + 1] = (byte) info.videoOrientation;
            position += 2;
        }
        if (withDescriptor) {
            bytes[position] = (byte) ((ids.dependencyDescriptor() << 4) | (info.descriptorLength - 1));
            System.arraycopy(packet.buffer(), info.descriptorOffset, bytes, position + 1, info.descriptorLength);
            shiftFrameNumber(bytes, position + 1, mapping);
            position += 1 + info.descriptorLength;
        }
        if (position == start + EXTENSION_HEADER_BYTES) {
            return start;
        }
        while (((position - start) & 3) != 0) {
            bytes[position++] = 0;
        }
        bytes[0] |= 0x10;
        SHORT.set(bytes, start + 2, (short) ((position - start) / 4 - 1));
        return position;
    }

    /// The two-byte form (RFC 8285 section 4.3), for the descriptor of a key frame.
    private int writeLong(RtpView packet, PacketInfo info, Mapping mapping, OutgoingPacket out) {
        byte[] bytes = out.bytes;
        int second = bytes[1];
        int sequenceNumber = (short) SHORT.get(bytes, 2);
        int start = writer.writeHeader(
                bytes, 0, second < 0, second & 0x7F, sequenceNumber, (int) INT.get(bytes, 4), (int) INT.get(bytes, 8));
        if (ids.transportCc() > 0) {
            writer.addShort(ids.transportCc(), 0);
        }
        if (ids.mid() > 0) {
            writer.add(ids.mid(), mid, 0, mid.length);
        }
        if (info.videoOrientation >= 0 && ids.videoOrientation() > 0) {
            writer.addByte(ids.videoOrientation(), info.videoOrientation);
        }
        writer.add(ids.dependencyDescriptor(), packet.buffer(), info.descriptorOffset, info.descriptorLength);
        int position = writer.writeExtensions(bytes, start);
        out.transportSequencePosition = ids.transportCc() > 0 ? writer.dataPosition(ids.transportCc()) : -1;
        shiftFrameNumber(bytes, writer.dataPosition(ids.dependencyDescriptor()), mapping);
        return position;
    }

    /// The frame number is the second field of the descriptor ("RTP Payload Format For AV1", appendix A.8.2).
    private static void shiftFrameNumber(byte[] bytes, int descriptor, Mapping mapping) {
        int number = (short) SHORT.get(bytes, descriptor + 1) + mapping.frameNumberOffset();
        SHORT.set(bytes, descriptor + 1, (short) number);
    }
}
