package dev.moim.media.router;

import dev.moim.media.CloseCause;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.rtcp.GenericNack;
import dev.moim.media.rtcp.PictureLossIndication;
import dev.moim.media.rtcp.RtcpHandler;
import dev.moim.media.rtcp.RtcpReader;
import dev.moim.media.rtcp.RtcpWriter;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.transport.PeerTransport;
import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Link;
import dev.moim.stunturn.netem.Node;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/// A participant on the simulated network, as a browser would be one: DTLS in the client role, SRTP, microphone and
/// camera, NACK and RTX in both directions, key frames when asked.
final class SimulatedBrowser implements Node, RtcpHandler, PeerTransport.Listener {
    private static final DtlsContext DTLS = DtlsContext.create(new SecureRandom());
    private static final long MILLI = 1_000_000;
    private static final long AUDIO_INTERVAL = 20 * MILLI;
    private static final long VIDEO_INTERVAL = 50 * MILLI;
    private static final long NACK_INTERVAL = 60 * MILLI;
    private static final int PACKETS_A_FRAME = 2;

    /// What came in one slot: how far it is complete, and what is missing behind that.
    static final class Stream {
        long highest = -1;
        int received;
        int repaired;
        int givenUp;
        final TreeMap<Long, Long> missingSince = new TreeMap<>();

        void onPacket(int sequenceNumber, boolean keyFrame, long nowNanos) {
            long number = highest < 0 ? sequenceNumber : highest + (short) (sequenceNumber - (int) highest);
            received++;
            if (highest >= 0) {
                for (long lost = highest + 1; lost < number; lost++) {
                    missingSince.put(lost, nowNanos);
                }
                if (missingSince.remove(number) != null) {
                    repaired++;
                }
            }
            highest = Math.max(highest, number);
            if (keyFrame) {
                // As every decoder: what was lost before a whole picture is not waited for. So ends the gap of somebody
                // whose camera went off before the repair.
                givenUp += missingSince.headMap(number).size();
                missingSince.headMap(number).clear();
            }
        }
    }

    final FakePeer peer;
    final Map<Integer, Stream> streams = new HashMap<>();
    boolean cameraOn = true;
    int keyFramesSent;
    final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    private final Host host;
    private final PeerTransport transport;
    private final RtcpReader reader = new RtcpReader();
    private final Map<Integer, byte[]> sentVideo = new HashMap<>();
    private final Map<Integer, byte[]> sentAudio = new HashMap<>();
    private final Map<Integer, SenderReport> reports = new HashMap<>();
    private final Map<Integer, Long> reportTimes = new HashMap<>();
    private boolean keyFrameWanted = true;
    private boolean begun;
    private long audioNanos;
    private long videoNanos;
    private long nackNanos;
    private long reportNanos;
    private int audioNumber;
    private int videoNumber;
    private int rtxNumber;
    private int picture;

    /// @param loop what the handshake reports is run there
    SimulatedBrowser(FakePeer peer, Host host, InetSocketAddress server, DtlsFingerprint ofServer, Executor loop) {
        this.peer = peer;
        this.host = host;
        this.transport = PeerTransport.client(
                DTLS,
                List.of(ofServer),
                (buffer, offset, length) -> {
                    host.send(Arrays.copyOfRange(buffer, offset, offset + length), server);
                    return true;
                },
                this,
                loop);
        // All wrap within the ten minutes.
        audioNumber = 60_000;
        videoNumber = 64_000;
        rtxNumber = 65_500;
    }

    InetSocketAddress address() {
        return host.address();
    }

    DtlsFingerprint fingerprint() {
        return DtlsFingerprint.of(DTLS.certificate());
    }

    /// Begins the handshake.
    void start() {
        transport.start();
    }

    boolean isConnected() {
        return transport.isReady();
    }

    /// Begins to send, over links like this from now on.
    void begin(long nowNanos, Link links) {
        host.both(links);
        audioNanos = nowNanos;
        videoNanos = nowNanos;
        nackNanos = nowNanos;
        reportNanos = nowNanos;
        begun = true;
        host.wake();
    }

    void close(long nowNanos) {
        transport.close(nowNanos);
    }

    @Override
    public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
        transport.onDatagram(datagram, 0, datagram.length, nowNanos);
    }

    @Override
    public boolean accepts(RtpView packet, long nowNanos) {
        return true;
    }

    @Override
    public void onRtcp(byte[] buffer, int offset, int length, long nowNanos) {
        now = nowNanos;
        if (!reader.read(buffer, offset, length, this)) {
            throw new AssertionError("RTCP that does not parse");
        }
    }

    @Override
    public void onConnected(long nowNanos) {}

    @Override
    public void onClosed(CloseCause cause, String detail, long nowNanos) {
        throw new AssertionError("the path of " + peer.id + " closed: " + cause + ", " + detail);
    }

    @Override
    public void onDrop(DropReason reason) {
        drops.merge(reason, 1, Integer::sum);
    }

    @Override
    public void onRtp(RtpView view, long nowNanos) {
        int sequenceNumber = view.sequenceNumber();
        int ssrc = view.ssrc();
        byte[] buffer = view.buffer();
        int payload = view.payloadOffset();
        int descriptor = payload;
        if (view.payloadType() == 97) {
            descriptor += 2;
            sequenceNumber = ((buffer[payload] & 0xFF) << 8) | (buffer[payload + 1] & 0xFF);
            ssrc -= 100;
        }
        // As sendPicture writes it: the first packet of a picture, and the bit that says what it depends on.
        boolean keyFrame = view.payloadType() != 111 && (buffer[descriptor] & 0x10) != 0 && buffer[descriptor + 5] == 0;
        streams.computeIfAbsent(ssrc, ignored -> new Stream()).onPacket(sequenceNumber, keyFrame, nowNanos);
    }

    /// Protection happens in place, and what was sent may be asked for again.
    private void send(byte[] packet) {
        byte[] roomy = Arrays.copyOf(packet, packet.length + PeerTransport.TRAILER_BYTES);
        if (!transport.sendRtp(roomy, 0, packet.length)) {
            throw new AssertionError("the path took no packet");
        }
    }

    private long now;

    @Override
    public void onGenericNack(GenericNack nack) {
        boolean video = nack.mediaSsrc() == peer.cameraSsrc();
        for (int lost : nack.lost()) {
            byte[] packet = (video ? sentVideo : sentAudio).get(lost & 1023);
            if (packet == null || (((packet[2] & 0xFF) << 8) | (packet[3] & 0xFF)) != lost) {
                continue;
            }
            send(video ? retransmission(packet) : packet);
        }
    }

    private byte[] retransmission(byte[] packet) {
        RtpView view = new RtpView();
        if (!view.wrap(packet, 0, packet.length)) {
            throw new AssertionError("not an RTP packet");
        }
        byte[] rtx = new byte[packet.length + 2];
        int payload = view.payloadOffset();
        System.arraycopy(packet, 0, rtx, 0, payload);
        rtx[payload] = packet[2];
        rtx[payload + 1] = packet[3];
        System.arraycopy(packet, payload, rtx, payload + 2, packet.length - payload);
        rtx[1] = (byte) ((rtx[1] & 0x80) | 97);
        rtx[2] = (byte) (rtxNumber >> 8);
        rtx[3] = (byte) rtxNumber++;
        int ssrc = peer.cameraRtxSsrc();
        for (int i = 0; i < 4; i++) {
            rtx[8 + i] = (byte) (ssrc >>> (24 - 8 * i));
        }
        return rtx;
    }

    @Override
    public void onPictureLossIndication(PictureLossIndication indication) {
        keyFrameWanted = true;
    }

    @Override
    public void onSenderReport(SenderReport report) {
        reports.put(report.ssrc(), report);
        reportTimes.put(report.ssrc(), now);
    }

    @Override
    public long poll(long nowNanos) {
        if (!begun) {
            return Node.never(nowNanos);
        }
        while (audioNanos - nowNanos <= 0) {
            audioNanos += AUDIO_INTERVAL;
            int number = audioNumber++ & 0xFFFF;
            byte[] packet = peer.packet(
                    peer.microphoneSsrc(), 111, number, audioNumber * 960, false, "mic", "", 40, new byte[20]);
            sentAudio.put(number & 1023, packet);
            send(packet);
        }
        while (videoNanos - nowNanos <= 0) {
            videoNanos += VIDEO_INTERVAL;
            if (cameraOn) {
                sendPicture();
            }
        }
        if (nackNanos - nowNanos <= 0) {
            nackNanos = nowNanos + NACK_INTERVAL;
            sendNacks();
        }
        if (reportNanos - nowNanos <= 0) {
            reportNanos = nowNanos + 1000 * MILLI;
            sendReports(nowNanos);
        }
        return nowNanos + Math.min(Math.min(audioNanos - nowNanos, videoNanos - nowNanos), nackNanos - nowNanos);
    }

    private void sendPicture() {
        picture = (picture + 1) & 0x7FFF;
        for (int i = 0; i < PACKETS_A_FRAME; i++) {
            byte[] payload = new byte[40];
            payload[0] = (byte) (0x80 | (i == 0 ? 0x10 : 0));
            payload[1] = (byte) 0xC0;
            payload[2] = (byte) (0x80 | (picture >> 8));
            payload[3] = (byte) picture;
            payload[4] = (byte) picture;
            payload[5] = (byte) (keyFrameWanted ? 0 : 1);
            int number = videoNumber++ & 0xFFFF;
            byte[] packet = peer.packet(
                    peer.cameraSsrc(), 96, number, picture * 4500, i == PACKETS_A_FRAME - 1, "cam", "", -1, payload);
            sentVideo.put(number & 1023, packet);
            send(packet);
        }
        if (keyFrameWanted) {
            keyFramesSent++;
        }
        keyFrameWanted = false;
    }

    private void sendNacks() {
        streams.forEach((ssrc, stream) -> {
            if (!stream.missingSince.isEmpty()) {
                int[] lost = stream.missingSince.keySet().stream()
                        .mapToInt(number -> (int) (number & 0xFFFF))
                        .limit(200)
                        .toArray();
                rtcp(writer -> writer.genericNack(1, ssrc, lost, lost.length));
            }
        });
    }

    private void sendReports(long nowNanos) {
        rtcp(writer -> {
            writer.receiverReport(1);
            reports.forEach((ssrc, report) -> {
                long delay = (nowNanos - reportTimes.getOrDefault(ssrc, nowNanos)) / 1000 * 65_536 / 1_000_000;
                writer.reportBlock(ssrc, 0, 0, 0, 0, (int) (report.ntpTime() >>> 16), (int) delay);
            });
        });
    }

    private void rtcp(java.util.function.Consumer<RtcpWriter> content) {
        byte[] buffer = new byte[1400 + PeerTransport.TRAILER_BYTES];
        RtcpWriter writer = new RtcpWriter();
        writer.begin(buffer, 0, 1400);
        content.accept(writer);
        if (!transport.sendRtcp(buffer, 0, writer.length())) {
            throw new AssertionError("the path took no report");
        }
    }
}
