package dev.moim.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.CloseCause;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerTransportTest {
    @Test
    void mediaFlowsBothWaysAfterTheHandshake() throws Exception {
        var pair = Pair.connected();
        send(pair.client, Packets.rtp(1, 10, 100));
        send(pair.server, Packets.rtp(2, 20, 1000));
        byte[] report = Packets.receiverReport(3);
        assertThat(pair.client.transport.sendRtcp(Packets.withRoom(report), 0, report.length))
                .isTrue();
        assertThat(pair.client.sent)
                .extracting(datagram -> new String(datagram, StandardCharsets.ISO_8859_1))
                .noneMatch(text -> text.contains(new String(new byte[] {10, 17, 24, 31}, StandardCharsets.ISO_8859_1)));

        pair.carry();

        assertThat(pair.server.rtp).containsExactly(Packets.rtp(1, 10, 100));
        assertThat(pair.client.rtp).containsExactly(Packets.rtp(2, 20, 1000));
        assertThat(pair.server.rtcp).containsExactly(report);
        assertThat(pair.server.drops).isEmpty();
    }

    @Test
    void nothingIsSentBeforeThereAreKeys() {
        var pair = new Pair();
        byte[] packet = Packets.withRoom(Packets.rtp(1, 1, 10));
        assertThat(pair.server.transport.sendRtp(packet, 0, 22)).isFalse();
        assertThat(pair.server.transport.sendRtcp(packet, 0, 22)).isFalse();
        assertThat(pair.server.sent).isEmpty();
        pair.server.transport.onDatagram(packet, 0, 22, 0);
        assertThat(pair.server.drops).isEqualTo(Map.of(DropReason.NOT_READY, 1));
    }

    @Test
    void aRefusedPacketIsNotDecrypted() throws Exception {
        var pair = Pair.connected();
        pair.server.accepting = false;
        send(pair.client, Packets.rtp(1, 10, 100));
        byte[] onTheWire = pair.client.sent.remove();
        byte[] received = onTheWire.clone();
        pair.server.transport.onDatagram(received, 0, received.length, 0);
        assertThat(received).isEqualTo(onTheWire);
        assertThat(pair.server.drops).isEqualTo(Map.of(DropReason.DUPLICATE, 1));
        assertThat(pair.server.rtp).isEmpty();
    }

    @Test
    void aReplayedPacketAndAForgedOneAreDropped() throws Exception {
        var pair = Pair.connected();
        send(pair.client, Packets.rtp(1, 10, 100));
        byte[] genuine = pair.client.sent.remove();
        byte[] forged = genuine.clone();
        forged[40] ^= 1;
        pair.server.transport.onDatagram(forged, 0, forged.length, 0);
        pair.server.transport.onDatagram(genuine.clone(), 0, genuine.length, 0);
        pair.server.transport.onDatagram(genuine.clone(), 0, genuine.length, 0);
        assertThat(pair.server.rtp).hasSize(1);
        assertThat(pair.server.drops).isEqualTo(Map.of(DropReason.AUTHENTICATION_FAILED, 1, DropReason.REPLAYED, 1));
    }

    @Test
    void paddingIsTakenOff() throws Exception {
        var pair = Pair.connected();
        byte[] padded = Packets.rtp(1, 10, 8);
        padded[0] |= 0x20;
        padded[19] = 3;
        send(pair.client, padded);
        byte[] wrong = Packets.rtp(1, 11, 8);
        wrong[0] |= 0x20;
        wrong[19] = 9;
        send(pair.client, wrong);
        pair.carry();
        assertThat(pair.server.payloadLengths).containsExactly(5);
        assertThat(pair.server.drops).isEqualTo(Map.of(DropReason.RTP_MALFORMED, 1));
    }

    @Test
    void bytesOfNoProtocolAreCounted() {
        var pair = new Pair();
        for (int first = 0; first < 256; first++) {
            if (first < 20 || (first > 63 && first < 128) || first > 191) {
                pair.server.transport.onDatagram(new byte[] {(byte) first, 0, 0, 0}, 0, 4, 0);
            }
        }
        pair.server.transport.onDatagram(new byte[0], 0, 0, 0);
        assertThat(pair.server.drops).isEqualTo(Map.of(DropReason.UNKNOWN_PROTOCOL, 20 + 64 + 64 + 1));
    }

    @Test
    void aServerRefusesAClientWithAnotherCertificate() throws Exception {
        var pair =
                new Pair(DtlsFingerprint.of(Pair.SERVER.certificate()), DtlsFingerprint.of(Pair.SERVER.certificate()));
        pair.client.transport.start();
        pair.runUntil(() -> !pair.server.closings.isEmpty());
        assertThat(pair.server.closings).containsExactly(CloseCause.HANDSHAKE_FAILED);
        assertThat(pair.server.transport.isReady()).isFalse();
        assertThat(pair.client.transport.isReady()).isFalse();
        pair.client.transport.close(0);
    }

    @Test
    void aClientRefusesAServerWithAnotherCertificate() throws Exception {
        var pair =
                new Pair(DtlsFingerprint.of(Pair.CLIENT.certificate()), DtlsFingerprint.of(Pair.CLIENT.certificate()));
        pair.client.transport.start();
        pair.runUntil(() -> !pair.client.closings.isEmpty());
        assertThat(pair.client.closings).containsExactly(CloseCause.HANDSHAKE_FAILED);
        assertThat(pair.server.transport.isReady()).isFalse();
        pair.server.transport.close(0);
    }

    @Test
    void theOtherSideHearsOfAClose() throws Exception {
        var pair = Pair.connected();
        pair.client.transport.close(7);
        assertThat(pair.client.transport.isReady()).isFalse();
        pair.runUntil(() -> !pair.server.closings.isEmpty());
        assertThat(pair.server.closings).containsExactly(CloseCause.CLOSED_BY_PEER);
        assertThat(pair.server.transport.isReady()).isFalse();
        assertThat(pair.client.closings).isEmpty();
        send(pair.server, Packets.rtp(1, 1, 1), false);
    }

    private static void send(Pair.Side side, byte[] packet) {
        send(side, packet, true);
    }

    private static void send(Pair.Side side, byte[] packet, boolean expected) {
        assertThat(side.transport.sendRtp(Packets.withRoom(packet), 0, packet.length))
                .isEqualTo(expected);
    }
}
