package dev.moim.media.router;

import dev.moim.media.CodecParameters;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.HeaderExtension;
import dev.moim.media.MediaKind;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.Publication;
import dev.moim.media.ReceiveSlot;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.media.rtcp.GenericNack;
import dev.moim.media.rtcp.PictureLossIndication;
import dev.moim.media.rtcp.ReceiverReport;
import dev.moim.media.rtcp.RtcpHandler;
import dev.moim.media.rtcp.RtcpReader;
import dev.moim.media.rtcp.RtcpWriter;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.rtcp.TransportFeedback;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.rtp.RtpWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A participant of a [FakeRoom] that sends what a test says and keeps what it gets. Slots: mid a0, a1 … and v0, v1 ….
final class FakePeer implements PeerLink {
    static final CodecParameters OPUS = new CodecParameters(MediaKind.AUDIO, "OPUS", 111, -1, 48_000, "", true);
    static final CodecParameters VP8 = new CodecParameters(MediaKind.VIDEO, "VP8", 96, 97, 90_000, "", true);
    static final CodecParameters H264 = new CodecParameters(
            MediaKind.VIDEO, "H264", 102, 103, 90_000, "packetization-mode=1;profile-level-id=42e01f", true);
    static final int MID = 4;
    static final int RID = 10;
    static final int REPAIRED_RID = 11;
    static final int LEVEL = 1;
    static final int TRANSPORT = 3;

    /// What a subscriber got in one slot's stream or its retransmissions.
    record Packet(int ssrc, int payloadType, int sequenceNumber, int timestamp, boolean marker, byte[] bytes) {
        byte[] payload() {
            RtpView view = view();
            return Arrays.copyOfRange(view.buffer(), view.payloadOffset(), view.payloadOffset() + view.payloadLength());
        }

        String mid(int id) {
            RtpView view = view();
            int offset = view.extensionDataOffset(id);
            return offset < 0 ? "" : new String(bytes, offset, view.extensionDataLength(id), StandardCharsets.US_ASCII);
        }

        int pictureId() {
            byte[] payload = payload();
            return ((payload[2] & 0x7F) << 8) | (payload[3] & 0xFF);
        }

        int tl0() {
            return payload()[4] & 0xFF;
        }

        RtpView view() {
            RtpView view = new RtpView();
            if (!view.wrap(bytes, 0, bytes.length) || !view.stripPadding()) {
                throw new AssertionError("not an RTP packet");
            }
            return view;
        }
    }

    final FakeRoom room;
    final PeerId id;
    final List<Packet> got = new ArrayList<>();
    final List<GenericNack> nacks = new ArrayList<>();
    final List<PictureLossIndication> keyFrameRequests = new ArrayList<>();
    final List<SenderReport> senderReports = new ArrayList<>();
    final List<ReceiverReport> receiverReports = new ArrayList<>();
    final List<Integer> reportedTransportNumbers = new ArrayList<>();
    List<CodecParameters> codecs = List.of(OPUS, VP8);
    List<ReceiveSlot> slots = new ArrayList<>();
    List<Publication> publications = List.of(
            new Publication("mic", SourceKind.MICROPHONE, List.of()),
            new Publication("cam", SourceKind.CAMERA, List.of()));
    boolean refusing;
    int levelId = LEVEL;

    @Nullable
    RouterPeer handle;

    /// By SSRC and sequence number, what SRTP would have to protect: the same number must mean the same bytes.
    private final Map<Long, byte[]> protectedPackets = new HashMap<>();

    private final RtpWriter writer = new RtpWriter();
    private final int number;
    private int transportNumber;

    FakePeer(FakeRoom room, String name, int number, int audioSlots, int videoSlots) {
        this.room = room;
        this.number = number;
        id = new PeerId(name);
        for (int i = 0; i < audioSlots; i++) {
            slots.add(new ReceiveSlot("a" + i, MediaKind.AUDIO, slotSsrc(i), 0, EnumSet.allOf(HeaderExtension.class)));
        }
        for (int i = 0; i < videoSlots; i++) {
            slots.add(new ReceiveSlot(
                    "v" + i,
                    MediaKind.VIDEO,
                    slotSsrc(100 + i),
                    slotSsrc(200 + i),
                    EnumSet.allOf(HeaderExtension.class)));
        }
    }

    RouterPeer handle() {
        return Objects.requireNonNull(handle, "joined");
    }

    PeerParameters parameters() {
        return new PeerParameters(
                List.of(new DtlsFingerprint("sha-256", "AA" + ":AA".repeat(31))),
                codecs,
                Map.of(
                        HeaderExtension.MID, MID,
                        HeaderExtension.RID, RID,
                        HeaderExtension.REPAIRED_RID, REPAIRED_RID,
                        HeaderExtension.AUDIO_LEVEL, levelId,
                        HeaderExtension.TRANSPORT_CC, TRANSPORT),
                publications,
                slots);
    }

    private int slotSsrc(int index) {
        return 0x7000_0000 + number * 1000 + index;
    }

    int videoSsrc(int slot) {
        return slotSsrc(100 + slot);
    }

    int rtxSsrc(int slot) {
        return slotSsrc(200 + slot);
    }

    int audioSsrc(int slot) {
        return slotSsrc(slot);
    }

    SourceId camera() {
        return new SourceId(id, SourceKind.CAMERA);
    }

    SourceId microphone() {
        return new SourceId(id, SourceKind.MICROPHONE);
    }

    int cameraSsrc() {
        return 0x1000 + number * 10;
    }

    int microphoneSsrc() {
        return 0x1001 + number * 10;
    }

    int cameraRtxSsrc() {
        return 0x1002 + number * 10;
    }

    List<Packet> got(int ssrc) {
        return got.stream().filter(packet -> packet.ssrc() == ssrc).toList();
    }

    /// A VP8 packet that is a whole picture.
    void sendPicture(int sequenceNumber, int timestamp, boolean keyFrame, int pictureId) {
        sendVideo(sequenceNumber, timestamp, keyFrame, true, true, pictureId, "");
    }

    void sendVideo(
            int sequenceNumber, int timestamp, boolean keyFrame, boolean first, boolean last, int picture, String rid) {
        send(video(cameraSsrc() + rid.hashCode(), 96, sequenceNumber, timestamp, keyFrame, first, last, picture, rid));
    }

    /// A retransmission (RFC 4588) of what [#sendVideo] would have sent.
    void resendVideo(int rtxNumber, int sequenceNumber, int timestamp, boolean keyFrame, boolean first, int picture) {
        byte[] plain = video(cameraRtxSsrc(), 97, sequenceNumber, timestamp, keyFrame, first, true, picture, "");
        plain[2] = (byte) (rtxNumber >> 8);
        plain[3] = (byte) rtxNumber;
        RtpView view = new RtpView();
        view.wrap(plain, 0, plain.length);
        byte[] rtx = new byte[plain.length + 2];
        System.arraycopy(plain, 0, rtx, 0, view.payloadOffset());
        rtx[view.payloadOffset()] = (byte) (sequenceNumber >> 8);
        rtx[view.payloadOffset() + 1] = (byte) sequenceNumber;
        System.arraycopy(plain, view.payloadOffset(), rtx, view.payloadOffset() + 2, view.payloadLength());
        send(rtx);
    }

    private byte[] video(
            int ssrc,
            int payloadType,
            int sequenceNumber,
            int timestamp,
            boolean keyFrame,
            boolean first,
            boolean last,
            int picture,
            String rid) {
        byte[] payload = new byte[300];
        payload[0] = (byte) (0x80 | (first ? 0x10 : 0));
        payload[1] = (byte) 0xC0;
        payload[2] = (byte) (0x80 | ((picture >> 8) & 0x7F));
        payload[3] = (byte) picture;
        payload[4] = (byte) picture;
        payload[5] = (byte) (keyFrame ? 0 : 1);
        payload[6] = (byte) (sequenceNumber >> 8);
        payload[7] = (byte) sequenceNumber;
        return packet(ssrc, payloadType, sequenceNumber, timestamp, last, "cam", rid, -1, payload);
    }

    void sendAudio(int sequenceNumber, int timestamp, int level) {
        byte[] payload = new byte[80];
        payload[0] = (byte) (sequenceNumber >> 8);
        payload[1] = (byte) sequenceNumber;
        send(packet(microphoneSsrc(), 111, sequenceNumber, timestamp, false, "mic", "", level, payload));
    }

    byte[] packet(
            int ssrc,
            int payloadType,
            int sequenceNumber,
            int timestamp,
            boolean marker,
            String mid,
            String rid,
            int level,
            byte[] payload) {
        byte[] out = new byte[400 + payload.length];
        int position = writer.writeHeader(out, 0, marker, payloadType, sequenceNumber, timestamp, ssrc);
        if (!mid.isEmpty()) {
            writer.add(MID, mid.getBytes(StandardCharsets.US_ASCII), 0, mid.length());
        }
        if (!rid.isEmpty()) {
            writer.add(RID, rid.getBytes(StandardCharsets.US_ASCII), 0, rid.length());
        }
        if (level >= 0) {
            writer.addByte(LEVEL, level);
        }
        writer.addShort(TRANSPORT, transportNumber++);
        position = writer.writeExtensions(out, position);
        System.arraycopy(payload, 0, out, position, payload.length);
        return Arrays.copyOf(out, position + payload.length);
    }

    /// As the loop does: first the look at the encrypted packet, then the plaintext.
    void send(byte[] packet) {
        RtpView view = new RtpView();
        if (!view.wrap(packet, 0, packet.length)) {
            throw new AssertionError("not an RTP packet");
        }
        if (room.router.accepts(handle(), view)) {
            room.router.onRtp(handle(), view, room.now);
        }
    }

    void nack(int ssrc, int... lost) {
        rtcp(rtcp -> rtcp.genericNack(1, ssrc, lost, lost.length));
    }

    void requestKeyFrame(int ssrc) {
        rtcp(rtcp -> rtcp.pictureLossIndication(1, ssrc));
    }

    void rtcp(Consumer<RtcpWriter> content) {
        byte[] buffer = new byte[1200];
        RtcpWriter rtcp = new RtcpWriter();
        rtcp.begin(buffer, 0, buffer.length);
        content.accept(rtcp);
        room.router.onRtcp(handle(), buffer, 0, rtcp.length(), room.now);
    }

    @Override
    public boolean sendRtp(byte[] buffer, int offset, int length) {
        if (refusing) {
            return false;
        }
        RtpView view = new RtpView();
        byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
        if (buffer.length < offset + length + PeerLink.TAIL_BYTES || !view.wrap(bytes, 0, length)) {
            throw new AssertionError("no RTP packet with room behind it");
        }
        assertOneContent(view, bytes);
        got.add(new Packet(
                view.ssrc(), view.payloadType(), view.sequenceNumber(), view.timestamp(), view.marker(), bytes));
        // Protection happens in place: what the router reads again must not be this array.
        Arrays.fill(buffer, (byte) 0x55);
        return true;
    }

    /// Numbers come round again after 65536 packets, so the memory is half as long.
    private void assertOneContent(RtpView view, byte[] bytes) {
        long stream = (long) view.ssrc() << 16;
        byte[] before = protectedPackets.put(stream | view.sequenceNumber(), bytes);
        protectedPackets.remove(stream | ((view.sequenceNumber() + 0x8000) & 0xFFFF));
        if (before != null && !Arrays.equals(before, bytes)) {
            throw new AssertionError("two contents under number " + view.sequenceNumber() + " of " + view.ssrc());
        }
    }

    @Override
    public boolean sendRtcp(byte[] buffer, int offset, int length) {
        int first = buffer[offset + 1] & 0xFF;
        if (first != 200 && first != 201) {
            throw new AssertionError("a compound begins with a report (RFC 3550 section 6.1), not with " + first);
        }
        boolean readable = new RtcpReader().read(buffer, offset, length, new RtcpHandler() {
            @Override
            public void onGenericNack(GenericNack nack) {
                nacks.add(nack);
            }

            @Override
            public void onPictureLossIndication(PictureLossIndication indication) {
                keyFrameRequests.add(indication);
            }

            @Override
            public void onSenderReport(SenderReport report) {
                senderReports.add(report);
            }

            @Override
            public void onReceiverReport(ReceiverReport report) {
                receiverReports.add(report);
            }

            @Override
            public void onTransportFeedback(TransportFeedback feedback) {
                for (int i = 0; i < feedback.receivedCount(); i++) {
                    reportedTransportNumbers.add((feedback.baseSequenceNumber() + feedback.index(i)) & 0xFFFF);
                }
            }
        });
        if (!readable) {
            throw new AssertionError("the router wrote RTCP that does not parse");
        }
        return true;
    }
}
