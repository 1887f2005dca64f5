package dev.moim.media.rtcp;

/// Writes RTCP packets one behind the other into the caller's array, without allocation. Every method that appends
/// returns whether there was room; without room nothing is changed. Reused for compound after compound. One thread.
public final class RtcpWriter {
    private static final int MAX_BLOCKS = 31;
    private static final int FEEDBACK_HEADER_BYTES = 12;
    private static final int NO_REPORT = -1;

    private final TransportFeedbackEncoder transportFeedbackEncoder = new TransportFeedbackEncoder();
    private byte[] buffer = new byte[0];
    private int start;
    private int end;
    private int position;
    private int report = NO_REPORT;

    /// Starts a compound. RFC 3550 section 6.1 wants a report first and a [#cname] soon after; feedback alone is
    /// for a peer that agreed to `a=rtcp-rsize` (RFC 5506).
    ///
    /// @param capacity bytes that may be written from `offset` on
    public void begin(byte[] out, int offset, int capacity) {
        buffer = out;
        start = offset;
        position = offset;
        end = offset + capacity;
        report = NO_REPORT;
    }

    /// Bytes written since the beginning of the compound.
    public int length() {
        return position - start;
    }

    /// A sender report; [#reportBlock] adds to it as long as no other packet follows.
    ///
    /// @param ntpTime see [SenderReport#ntpTime]
    /// @param packetCount its low 32 bits are written
    /// @param octetCount its low 32 bits are written
    public boolean senderReport(int ssrc, long ntpTime, int rtpTimestamp, long packetCount, long octetCount) {
        if (!room(28)) {
            return false;
        }
        report = position;
        header(0, PacketType.SENDER_REPORT, 28);
        Bytes.put32(buffer, report + 4, ssrc);
        Bytes.put64(buffer, report + 8, ntpTime);
        Bytes.put32(buffer, report + 16, rtpTimestamp);
        Bytes.put32(buffer, report + 20, (int) packetCount);
        Bytes.put32(buffer, report + 24, (int) octetCount);
        return true;
    }

    /// A receiver report; [#reportBlock] adds to it as long as no other packet follows.
    public boolean receiverReport(int ssrc) {
        if (!room(8)) {
            return false;
        }
        report = position;
        header(0, PacketType.RECEIVER_REPORT, 8);
        Bytes.put32(buffer, report + 4, ssrc);
        return true;
    }

    /// Adds a block to the report before; parameters as in [ReportBlock].
    ///
    /// @param cumulativeLost is cut to 24 bits with sign
    /// @return false also when the report has its 31 blocks: write another report then
    public boolean reportBlock(
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            int highestSequenceNumber,
            int jitter,
            int lastSenderReport,
            int delaySinceLastSenderReport) {
        if (report == NO_REPORT) {
            throw new IllegalStateException("a report block follows a report");
        }
        int blocks = buffer[report] & 0x1F;
        if (blocks == MAX_BLOCKS || end - position < ReportBlock.BYTES) {
            return false;
        }
        int lost = Math.clamp(cumulativeLost, -0x800000, 0x7FFFFF);
        Bytes.put32(buffer, position, ssrc);
        Bytes.put32(buffer, position + 4, (fractionLost << 24) | (lost & 0xFFFFFF));
        Bytes.put32(buffer, position + 8, highestSequenceNumber);
        Bytes.put32(buffer, position + 12, jitter);
        Bytes.put32(buffer, position + 16, lastSenderReport);
        Bytes.put32(buffer, position + 20, delaySinceLastSenderReport);
        position += ReportBlock.BYTES;
        buffer[report]++;
        Bytes.put16(buffer, report + 2, (position - report) / 4 - 1);
        return true;
    }

    /// A source description with one CNAME.
    ///
    /// @param cname in UTF-8, at most 255 bytes
    public boolean cname(int ssrc, byte[] cname) {
        if (cname.length > 255) {
            throw new IllegalArgumentException("a CNAME has at most 255 bytes");
        }
        // One to four zero bytes end the chunk.
        int bytes = (4 + 4 + 2 + cname.length) / 4 * 4 + 4;
        int packet = position;
        if (!room(bytes)) {
            return false;
        }
        header(1, PacketType.SOURCE_DESCRIPTION, bytes);
        Bytes.put32(buffer, packet + 4, ssrc);
        buffer[packet + 8] = 1;
        buffer[packet + 9] = (byte) cname.length;
        System.arraycopy(cname, 0, buffer, packet + 10, cname.length);
        for (int i = packet + 10 + cname.length; i < position; i++) {
            buffer[i] = 0;
        }
        return true;
    }

    public boolean bye(int ssrc) {
        int packet = position;
        if (!room(8)) {
            return false;
        }
        header(1, PacketType.BYE, 8);
        Bytes.put32(buffer, packet + 4, ssrc);
        return true;
    }

    /// Asks for packets again. Neighbours share an entry when they come in ascending order (modulo 65536).
    ///
    /// @param lost sequence numbers, of which the first `count` are used; their low 16 bits count
    /// @return how many were written: all, or as many as there was room for
    public int genericNack(int senderSsrc, int mediaSsrc, int[] lost, int count) {
        int packet = position;
        if (count == 0 || !room(FEEDBACK_HEADER_BYTES + 4)) {
            return 0;
        }
        int next = packet + FEEDBACK_HEADER_BYTES;
        int written = 0;
        while (written < count && next + 4 <= end) {
            int packetId = lost[written++];
            int bits = 0;
            for (; written < count; written++) {
                int distance = (lost[written] - packetId) & 0xFFFF;
                if (distance < 1 || distance > 16) {
                    break;
                }
                bits |= 1 << (distance - 1);
            }
            Bytes.put16(buffer, next, packetId);
            Bytes.put16(buffer, next + 2, bits);
            next += 4;
        }
        feedback(PacketType.FORMAT_NACK, PacketType.TRANSPORT_FEEDBACK, senderSsrc, mediaSsrc, next - packet);
        return written;
    }

    public boolean pictureLossIndication(int senderSsrc, int mediaSsrc) {
        if (!room(FEEDBACK_HEADER_BYTES)) {
            return false;
        }
        feedback(
                PacketType.FORMAT_PICTURE_LOSS,
                PacketType.PAYLOAD_FEEDBACK,
                senderSsrc,
                mediaSsrc,
                FEEDBACK_HEADER_BYTES);
        return true;
    }

    /// @param commandSequenceNumber its low 8 bits are written; a new one for each new request
    public boolean fullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {
        int packet = position;
        if (!room(20)) {
            return false;
        }
        // The header's media SSRC is unused and zero (RFC 5104 section 4.3.1.2).
        feedback(PacketType.FORMAT_FULL_INTRA, PacketType.PAYLOAD_FEEDBACK, senderSsrc, 0, 20);
        Bytes.put32(buffer, packet + 12, mediaSsrc);
        Bytes.put32(buffer, packet + 16, commandSequenceNumber << 24);
        return true;
    }

    /// Reports arrival times (see [TransportFeedback]) of consecutive transport-wide sequence numbers, from
    /// `arrivals[from]` on. A packet ends where room ends, where two arrivals are more than 8 s apart, or after
    /// [TransportFeedbackEncoder#MAX_PACKETS]; call again with the rest.
    ///
    /// @param baseSequenceNumber the number of `arrivals[from]`; its low 16 bits are written
    /// @param feedbackCount its low 8 bits are written; one more for each packet
    /// @param arrivals in nanoseconds of any clock, [Long#MIN_VALUE] for a packet that did not arrive
    /// @param count entries to report from `from` on
    /// @return entries written, 0 when there was no room or none of them arrived
    public int transportFeedback(
            int senderSsrc,
            int mediaSsrc,
            int baseSequenceNumber,
            int feedbackCount,
            long[] arrivals,
            int from,
            int count) {
        int packet = position;
        if (!room(TransportFeedback.FIXED_BYTES)) {
            return 0;
        }
        int written = transportFeedbackEncoder.encode(
                buffer, packet, end, baseSequenceNumber, feedbackCount, arrivals, from, count);
        if (written > 0) {
            feedback(
                    PacketType.FORMAT_TRANSPORT_WIDE,
                    PacketType.TRANSPORT_FEEDBACK,
                    senderSsrc,
                    mediaSsrc,
                    transportFeedbackEncoder.length());
        }
        return written;
    }

    private boolean room(int bytes) {
        return end - position >= bytes;
    }

    private void feedback(int format, int packetType, int senderSsrc, int mediaSsrc, int bytes) {
        int packet = position;
        header(format, packetType, bytes);
        Bytes.put32(buffer, packet + 4, senderSsrc);
        Bytes.put32(buffer, packet + 8, mediaSsrc);
    }

    private void header(int count, int packetType, int bytes) {
        boolean isReport = packetType == PacketType.SENDER_REPORT || packetType == PacketType.RECEIVER_REPORT;
        if (!isReport) {
            report = NO_REPORT;
        }
        buffer[position] = (byte) (0x80 | count);
        buffer[position + 1] = (byte) packetType;
        Bytes.put16(buffer, position + 2, bytes / 4 - 1);
        position += bytes;
    }
}
