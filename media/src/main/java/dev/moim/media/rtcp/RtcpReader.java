package dev.moim.media.rtcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads a compound RTCP packet (RFC 3550 section 6.1) or a reduced-size one (RFC 5506), decrypted. Packets of unknown
/// types are skipped. One thread.
public final class RtcpReader {
    private static final int HEADER_BYTES = 4;
    private static final int CNAME = 1;
    private static final int REMB_IDENTIFIER = 0x52454D42;

    private final TransportFeedback transportFeedback = new TransportFeedback();

    /// Hands the packets to the handler. The chain of headers is checked before the first one is.
    ///
    /// @return false when a packet is malformed; those before it were handed over unless the chain itself is broken
    public boolean read(byte[] buffer, int offset, int length, RtcpHandler handler) {
        int end = offset + length;
        if (!isChain(buffer, offset, end)) {
            return false;
        }
        int position = offset;
        while (position < end) {
            int next = position + packetBytes(buffer, position);
            int padding = (buffer[position] & 0x20) != 0 ? Bytes.uint8(buffer, next - 1) : 0;
            if (!readPacket(buffer, position, next - padding, handler)) {
                return false;
            }
            position = next;
        }
        return true;
    }

    private static int packetBytes(byte[] buffer, int position) {
        return 4 * (Bytes.uint16(buffer, position + 2) + 1);
    }

    private static boolean isChain(byte[] buffer, int offset, int end) {
        int position = offset;
        while (position + HEADER_BYTES <= end) {
            int next = position + packetBytes(buffer, position);
            if ((buffer[position] & 0xC0) != 0x80 || next > end) {
                return false;
            }
            if ((buffer[position] & 0x20) != 0) {
                int padding = Bytes.uint8(buffer, next - 1);
                // RFC 3550 wants whole words, in the last packet only; Chromium pads feedback by single bytes.
                if (padding == 0 || padding > next - position - HEADER_BYTES) {
                    return false;
                }
            }
            position = next;
        }
        return position == end && end > offset;
    }

    private boolean readPacket(byte[] buffer, int offset, int end, RtcpHandler handler) {
        int count = buffer[offset] & 0x1F;
        return switch (Bytes.uint8(buffer, offset + 1)) {
            case PacketType.SENDER_REPORT -> readSenderReport(buffer, offset, end, count, handler);
            case PacketType.RECEIVER_REPORT -> readReceiverReport(buffer, offset, end, count, handler);
            case PacketType.SOURCE_DESCRIPTION -> readDescriptions(buffer, offset, end, count, handler);
            case PacketType.BYE -> readBye(buffer, offset, end, count, handler);
            case PacketType.TRANSPORT_FEEDBACK -> readTransportFeedback(buffer, offset, end, count, handler);
            case PacketType.PAYLOAD_FEEDBACK -> readPayloadFeedback(buffer, offset, end, count, handler);
            default -> true;
        };
    }

    private static boolean readSenderReport(byte[] buffer, int offset, int end, int count, RtcpHandler handler) {
        int blocks = offset + 28;
        if (blocks + count * ReportBlock.BYTES > end) {
            return false;
        }
        handler.onSenderReport(new SenderReport(
                Bytes.int32(buffer, offset + 4),
                Bytes.int64(buffer, offset + 8),
                Bytes.int32(buffer, offset + 16),
                Bytes.int32(buffer, offset + 20),
                Bytes.int32(buffer, offset + 24),
                readBlocks(buffer, blocks, count)));
        return true;
    }

    private static boolean readReceiverReport(byte[] buffer, int offset, int end, int count, RtcpHandler handler) {
        int blocks = offset + 8;
        if (blocks + count * ReportBlock.BYTES > end) {
            return false;
        }
        handler.onReceiverReport(
                new ReceiverReport(Bytes.int32(buffer, offset + 4), readBlocks(buffer, blocks, count)));
        return true;
    }

    private static List<ReportBlock> readBlocks(byte[] buffer, int offset, int count) {
        var blocks = new ArrayList<ReportBlock>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(ReportBlock.read(buffer, offset + i * ReportBlock.BYTES));
        }
        return blocks;
    }

    private static boolean readDescriptions(byte[] buffer, int offset, int end, int count, RtcpHandler handler) {
        int position = offset + HEADER_BYTES;
        for (int chunk = 0; chunk < count; chunk++) {
            if (position + 4 > end) {
                return false;
            }
            int ssrc = Bytes.int32(buffer, position);
            position += 4;
            while (position < end && buffer[position] != 0) {
                if (position + 2 > end || position + 2 + Bytes.uint8(buffer, position + 1) > end) {
                    return false;
                }
                int length = Bytes.uint8(buffer, position + 1);
                if (buffer[position] == CNAME) {
                    var cname = new String(buffer, position + 2, length, StandardCharsets.UTF_8);
                    handler.onSourceDescription(new SourceDescription(ssrc, cname));
                }
                position += 2 + length;
            }
            if (position >= end) {
                return false;
            }
            // The list ends with one to four zero bytes, up to the next word.
            position += 4 - ((position - offset) & 3);
        }
        return true;
    }

    private static boolean readBye(byte[] buffer, int offset, int end, int count, RtcpHandler handler) {
        if (offset + HEADER_BYTES + 4 * count > end) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            handler.onBye(new Bye(Bytes.int32(buffer, offset + HEADER_BYTES + 4 * i)));
        }
        return true;
    }

    private boolean readTransportFeedback(byte[] buffer, int offset, int end, int format, RtcpHandler handler) {
        return switch (format) {
            case PacketType.FORMAT_NACK -> readNack(buffer, offset, end, handler);
            case PacketType.FORMAT_TRANSPORT_WIDE -> {
                boolean readable = transportFeedback.parse(buffer, offset, end);
                if (readable) {
                    handler.onTransportFeedback(transportFeedback);
                }
                yield readable;
            }
            default -> true;
        };
    }

    private static boolean readNack(byte[] buffer, int offset, int end, RtcpHandler handler) {
        int first = offset + 12;
        if (first + 4 > end) {
            return false;
        }
        int count = 0;
        for (int i = first; i + 4 <= end; i += 4) {
            count += 1 + Integer.bitCount(Bytes.uint16(buffer, i + 2));
        }
        var lost = new int[count];
        int filled = 0;
        for (int i = first; i + 4 <= end; i += 4) {
            int packetId = Bytes.uint16(buffer, i);
            lost[filled++] = packetId;
            for (int bits = Bytes.uint16(buffer, i + 2); bits != 0; bits &= bits - 1) {
                lost[filled++] = (packetId + 1 + Integer.numberOfTrailingZeros(bits)) & 0xFFFF;
            }
        }
        handler.onGenericNack(new GenericNack(Bytes.int32(buffer, offset + 4), Bytes.int32(buffer, offset + 8), lost));
        return true;
    }

    private static boolean readPayloadFeedback(byte[] buffer, int offset, int end, int format, RtcpHandler handler) {
        if (offset + 12 > end) {
            return false;
        }
        int sender = Bytes.int32(buffer, offset + 4);
        return switch (format) {
            case PacketType.FORMAT_PICTURE_LOSS -> {
                handler.onPictureLossIndication(new PictureLossIndication(sender, Bytes.int32(buffer, offset + 8)));
                yield true;
            }
            case PacketType.FORMAT_FULL_INTRA -> {
                for (int i = offset + 12; i + 8 <= end; i += 8) {
                    handler.onFullIntraRequest(
                            new FullIntraRequest(sender, Bytes.int32(buffer, i), Bytes.uint8(buffer, i + 4)));
                }
                yield end - offset >= 20;
            }
            case PacketType.FORMAT_APPLICATION -> readApplicationFeedback(buffer, offset, end, sender, handler);
            default -> true;
        };
    }

    private static boolean readApplicationFeedback(
            byte[] buffer, int offset, int end, int sender, RtcpHandler handler) {
        if (offset + 20 > end || Bytes.int32(buffer, offset + 12) != REMB_IDENTIFIER) {
            return true;
        }
        int rate = Bytes.int32(buffer, offset + 16);
        int streams = rate >>> 24;
        if (offset + 20 + 4 * streams > end) {
            return false;
        }
        int exponent = (rate >> 18) & 0x3F;
        long mantissa = rate & 0x3FFFF;
        boolean fits = mantissa == 0 || exponent < Long.numberOfLeadingZeros(mantissa);
        var ssrcs = new int[streams];
        for (int i = 0; i < streams; i++) {
            ssrcs[i] = Bytes.int32(buffer, offset + 20 + 4 * i);
        }
        handler.onReceiverEstimatedMaxBitrate(
                new ReceiverEstimatedMaxBitrate(sender, fits ? mantissa << exponent : Long.MAX_VALUE, ssrcs));
        return true;
    }
}
