package dev.moim.signaling.loadtest;

import dev.moim.media.rtp.RtpWriter;
import dev.moim.media.rtp.SequenceNumber;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.transport.PeerTransport;
import java.nio.charset.StandardCharsets;

/// One RTP stream that a participant sends, with a memory for retransmissions (RFC 4588). One thread.
final class OutgoingStream {
    /// A browser's video memory is longer in time; half a second at 200 packets/s is enough for our round trips.
    private static final int MEMORY = 256;

    private static final int MAX_PAYLOAD = 1_200;
    private static final int NO_LEVEL = -1;

    /// Browsers name the section in the first packets only; retransmissions always do.
    private static final long NAMED_PACKETS = 100;

    /// NTP time begins in 1900.
    private static final long NTP_OFFSET_SECONDS = 2_208_988_800L;

    private final byte[] mid;
    private final int payloadType;
    private final int ssrc;
    private final int rtxPayloadType;
    private final int rtxSsrc;
    private final PeerTransport transport;
    private final TransportSequence transportSequence;
    private final RtpWriter writer = new RtpWriter();
    private final byte[] packet = new byte[MAX_PAYLOAD + 100 + PeerTransport.TRAILER_BYTES];
    private final Sent[] memory = new Sent[MEMORY];
    private long next;
    private long rtxNext;
    private int timestamp;
    private long packets;
    private long octets;

    /// A packet as it left, so that it can be made again to the last byte: SRTP takes no other one under its number.
    private static final class Sent {
        final byte[] payload = new byte[MAX_PAYLOAD];
        long number = -1;
        int length;
        int timestamp;
        int audioLevel;
        int transportNumber;
        boolean marker;
        boolean named;
    }

    /// @param rtxPayloadType -1 for retransmissions as they were, with the same SSRC
    /// @param firstNumber of the sequence, 0 to 65535
    OutgoingStream(
            String mid,
            int payloadType,
            int ssrc,
            int rtxPayloadType,
            int rtxSsrc,
            int firstNumber,
            PeerTransport transport,
            TransportSequence transportSequence) {
        this.mid = mid.getBytes(StandardCharsets.US_ASCII);
        this.payloadType = payloadType;
        this.ssrc = ssrc;
        this.rtxPayloadType = rtxPayloadType;
        this.rtxSsrc = rtxSsrc;
        this.next = firstNumber;
        this.transport = transport;
        this.transportSequence = transportSequence;
        for (int i = 0; i < MEMORY; i++) {
            memory[i] = new Sent();
        }
    }

    int ssrc() {
        return ssrc;
    }

    long packets() {
        return packets;
    }

    /// Sends a payload; its [Stamp] gets the stream, the number and the time.
    ///
    /// @param audioLevel the byte of RFC 6464, or -1
    void send(
            boolean marker,
            int rtpTimestamp,
            int audioLevel,
            byte[] payload,
            int length,
            int stampOffset,
            long nowNanos) {
        Stamp.write(payload, stampOffset, ssrc, packets, nowNanos);
        Sent sent = memory[(int) (next % MEMORY)];
        sent.number = next;
        sent.length = length;
        sent.timestamp = rtpTimestamp;
        sent.marker = marker;
        sent.audioLevel = audioLevel;
        sent.transportNumber = transportSequence.next();
        sent.named = packets < NAMED_PACKETS;
        System.arraycopy(payload, 0, sent.payload, 0, length);
        write(sent);
        timestamp = rtpTimestamp;
        next++;
        packets++;
        octets += length;
    }

    void onNack(int[] lost) {
        for (int sequenceNumber : lost) {
            long number = SequenceNumber.extend(sequenceNumber, next);
            Sent sent = number < 0 ? memory[0] : memory[(int) (number % MEMORY)];
            if (sent.number == number) {
                resend(sent);
            }
        }
    }

    private void resend(Sent sent) {
        if (rtxPayloadType >= 0) {
            writeRetransmission(sent);
        } else {
            write(sent);
        }
    }

    private void write(Sent sent) {
        int position = writer.writeHeader(packet, 0, sent.marker, payloadType, (int) sent.number, sent.timestamp, ssrc);
        if (sent.named) {
            writer.add(Offer.MID_ID, mid, 0, mid.length);
        }
        if (sent.audioLevel != NO_LEVEL) {
            writer.addByte(Offer.AUDIO_LEVEL_ID, sent.audioLevel);
        }
        writer.addShort(Offer.TRANSPORT_CC_ID, sent.transportNumber);
        finish(writer.writeExtensions(packet, position), sent);
    }

    private void writeRetransmission(Sent sent) {
        int position =
                writer.writeHeader(packet, 0, sent.marker, rtxPayloadType, (int) rtxNext++, sent.timestamp, rtxSsrc);
        writer.add(Offer.MID_ID, mid, 0, mid.length);
        writer.addShort(Offer.TRANSPORT_CC_ID, transportSequence.next());
        position = writer.writeExtensions(packet, position);
        packet[position++] = (byte) (sent.number >> 8);
        packet[position++] = (byte) sent.number;
        finish(position, sent);
    }

    private void finish(int position, Sent sent) {
        System.arraycopy(sent.payload, 0, packet, position, sent.length);
        transport.sendRtp(packet, 0, position + sent.length);
    }

    /// @param wallMillis since 1970
    void report(CompoundWriter out, long wallMillis) {
        if (packets > 0) {
            long ntp = ((wallMillis / 1_000 + NTP_OFFSET_SECONDS) << 32) | (((wallMillis % 1_000) << 32) / 1_000);
            out.senderReport(ssrc, ntp, timestamp, packets, octets);
        }
    }
}
