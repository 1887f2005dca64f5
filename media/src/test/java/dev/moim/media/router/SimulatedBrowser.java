package dev.moim.media.router;

import dev.moim.media.rtcp.GenericNack;
import dev.moim.media.rtcp.PictureLossIndication;
import dev.moim.media.rtcp.RtcpHandler;
import dev.moim.media.rtcp.RtcpReader;
import dev.moim.media.rtcp.RtcpWriter;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.rtp.RtpView;
import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Node;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// A participant on the simulated network, as a browser would be one but without encryption: microphone, camera, NACK
/// and RTX in both directions, key frames when asked.
final class SimulatedBrowser implements Node, RtcpHandler {
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
        final TreeMap<Long, Long> missingSince = new TreeMap<>();

        void onPacket(int sequenceNumber, boolean repair, long nowNanos) {
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
        }
    }

    final FakePeer peer;
    final Map<Integer, Stream> streams = new HashMap<>();
    boolean cameraOn = true;
    int keyFramesSent;
    private final Host host;
    private final InetSocketAddress server;
    private final RtcpReader reader = new RtcpReader();
    private final Map<Integer, byte[]> sentVideo = new HashMap<>();
    private final Map<Integer, byte[]> sentAudio = new HashMap<>();
    private final Map<Integer, SenderReport> reports = new HashMap<>();
    private final Map<Integer, Long> reportTimes = new HashMap<>();
    private boolean keyFrameWanted = true;
    private long audioNanos;
    private long videoNanos;
    private long nackNanos;
    private long reportNanos;
    private int audioNumber;
    private int videoNumber;
    private int rtxNumber;
    private int picture;

    SimulatedBrowser(FakePeer peer, Host host, InetSocketAddress server, long nowNanos) {
        this.peer = peer;
        this.host = host;
        this.server = server;
        audioNanos = nowNanos;
        videoNanos = nowNanos;
        nackNanos = nowNanos;
        reportNanos = nowNanos;
        // All wrap within the ten minutes.
        audioNumber = 60_000;
        videoNumber = 64_000;
        rtxNumber = 65_500;
    }

    @Override
    public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
        if ((datagram[1] & 0xFF) >= 192 && (datagram[1] & 0xFF) <= 223) {
            now = nowNanos;
            reader.read(datagram, 0, datagram.length, this);
            return;
        }
        RtpView view = new RtpView();
        if (!view.wrap(datagram, 0, datagram.length)) {
            throw new AssertionError("not an RTP packet");
        }
        int sequenceNumber = view.sequenceNumber();
        int ssrc = view.ssrc();
        boolean repair = view.payloadType() == 97;
        if (repair) {
            int payload = view.payloadOffset();
            sequenceNumber = ((datagram[payload] & 0xFF) << 8) | (datagram[payload + 1] & 0xFF);
            ssrc -= 100;
        }
        streams.computeIfAbsent(ssrc, ignored -> new Stream()).onPacket(sequenceNumber, repair, nowNanos);
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
            host.send(video ? retransmission(packet) : packet, server);
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
        while (audioNanos - nowNanos <= 0) {
            audioNanos += AUDIO_INTERVAL;
            int number = audioNumber++ & 0xFFFF;
            byte[] packet = peer.packet(
                    peer.microphoneSsrc(), 111, number, audioNumber * 960, false, "mic", "", 40, new byte[20]);
            sentAudio.put(number & 1023, packet);
            host.send(packet, server);
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
            host.send(packet, server);
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
        byte[] buffer = new byte[1400];
        RtcpWriter writer = new RtcpWriter();
        writer.begin(buffer, 0, buffer.length);
        content.accept(writer);
        host.send(Arrays.copyOf(buffer, writer.length()), server);
    }
}
