package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.TurnCredentials;
import dev.moim.stunturn.stun.RawAnswer;
import dev.moim.stunturn.stun.RawStun;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// A client of the [Bench], built from [RawStun]'s bytes.
final class Caller {
    static final UnaryOperator<RawStun> PLAIN = request -> request;

    final Bench bench;
    final ClientPath path;
    TurnCredentials credentials;
    String nonce = "";
    private int transactions;

    Caller(Bench bench, ClientPath path, String subject) {
        this.bench = bench;
        this.path = path;
        this.credentials = Bench.SECRET.issue(subject, bench.now().plus(Duration.ofMinutes(5)));
    }

    static Caller udp(Bench bench) {
        return new Caller(bench, new ClientPath.Datagram(Bench.PHONE), "alice");
    }

    static Caller udp(Bench bench, String address, int port, String subject) {
        return new Caller(bench, new ClientPath.Datagram(new InetSocketAddress(address, port)), subject);
    }

    static Caller tcp(Bench bench) {
        return new Caller(bench, new ClientPath.Stream(7, Bench.PHONE), "alice");
    }

    RawStun message(int type) {
        return RawStun.message(type, "%012d".formatted(++transactions));
    }

    byte[] key() {
        return RawStun.longTermKey(credentials.username(), "moim", credentials.password());
    }

    RawStun signed(RawStun request) {
        return request.text(RawStun.USERNAME, credentials.username())
                .text(RawStun.REALM, "moim")
                .text(RawStun.NONCE, nonce)
                .integrity(key());
    }

    /// Asks with credentials, after being told the nonce if there is none yet.
    RawAnswer ask(int type, UnaryOperator<RawStun> attributes) {
        if (nonce.isEmpty()) {
            challenge();
        }
        RawAnswer answer = bench.ask(path, signed(attributes.apply(message(type))));
        if (answer.code() != 401 && answer.code() != 438 && !answer.isAuthentic(key())) {
            throw new AssertionError("an answer to an authentic request is authentic");
        }
        return answer;
    }

    void challenge() {
        RawAnswer challenge = bench.ask(path, transport(message(RawStun.ALLOCATE)));
        nonce = challenge.text(RawStun.NONCE);
    }

    static RawStun transport(RawStun request) {
        return request.attribute(RawStun.REQUESTED_TRANSPORT, 17 << 24);
    }

    RawAnswer allocate() {
        return allocate(PLAIN);
    }

    RawAnswer allocate(UnaryOperator<RawStun> more) {
        return ask(RawStun.ALLOCATE, request -> more.apply(transport(request)));
    }

    Caller allocated() {
        RawAnswer answer = allocate();
        if (answer.code() != 0) {
            throw new AssertionError("refused with " + answer.code());
        }
        return this;
    }

    RawAnswer refresh(int lifetime) {
        return ask(RawStun.REFRESH, request -> request.attribute(RawStun.LIFETIME, lifetime));
    }

    RawAnswer permit(InetSocketAddress... peers) {
        return ask(RawStun.CREATE_PERMISSION, request -> {
            for (InetSocketAddress peer : peers) {
                peer(request, peer);
            }
            return request;
        });
    }

    RawAnswer bind(int channel, InetSocketAddress peer) {
        return bind(channel, peer.getAddress().getAddress(), peer.getPort());
    }

    RawAnswer bind(int channel, byte[] ip, int port) {
        return ask(RawStun.CHANNEL_BIND, request -> request.attribute(RawStun.CHANNEL_NUMBER, channel << 16)
                .xorAddress(RawStun.XOR_PEER_ADDRESS, ip, port));
    }

    void send(InetSocketAddress peer, String data) {
        send(peer.getAddress().getAddress(), peer.getPort(), data);
    }

    void send(byte[] ip, int port, String data) {
        bench.put(
                path,
                message(RawStun.SEND_INDICATION)
                        .xorAddress(RawStun.XOR_PEER_ADDRESS, ip, port)
                        .text(RawStun.DATA, data)
                        .bytes());
    }

    void sendOn(int channel, String data) {
        bench.put(path, channelData(channel, data));
    }

    static byte[] channelData(int channel, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length)
                .putShort((short) channel)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    static RawStun peer(RawStun request, InetSocketAddress peer) {
        return request.xorAddress(RawStun.XOR_PEER_ADDRESS, peer.getAddress().getAddress(), peer.getPort());
    }
}
