package dev.moim.stunturn.turn;

import dev.moim.stunturn.TurnCredentials;
import dev.moim.stunturn.ice.IceClient;
import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Node;
import dev.moim.stunturn.stun.RawAnswer;
import dev.moim.stunturn.stun.RawStun;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A client behind a network that loses things: allocates, binds a channel to the server's media, checks through it,
/// and refreshes both; asks again until it is answered.
final class RelayedClient implements Node {
    private static final int CHANNEL = 0x4000;
    private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
    private static final long REFRESH_NANOS = Duration.ofMinutes(4).toNanos();

    /// What is asked in turn, for ever.
    private enum Step {
        ALLOCATE,
        BIND,
        REFRESH
    }

    final IceClient ice;

    @Nullable
    InetSocketAddress mapped;

    int refreshes;
    int failures;
    private final Host host;
    private final InetSocketAddress server;
    private final TurnCredentials credentials;
    private String nonce = "";
    private Step step = Step.ALLOCATE;
    private byte[] request;
    private long sendNanos;
    private int transactions;

    RelayedClient(Host host, InetSocketAddress server, TurnCredentials credentials, IceClient ice, long nowNanos) {
        this.host = host;
        this.server = server;
        this.credentials = credentials;
        this.ice = ice;
        this.sendNanos = nowNanos;
        this.request = request();
    }

    private byte[] request() {
        RawStun message = RawStun.message(
                switch (step) {
                    case ALLOCATE -> RawStun.ALLOCATE;
                    case BIND -> RawStun.CHANNEL_BIND;
                    case REFRESH -> RawStun.REFRESH;
                },
                "%012d".formatted(++transactions));
        switch (step) {
            case ALLOCATE -> Caller.transport(message);
            case BIND -> Caller.peer(message.attribute(RawStun.CHANNEL_NUMBER, CHANNEL << 16), server);
            case REFRESH -> message.attribute(RawStun.LIFETIME, 600);
        }
        if (nonce.isEmpty()) {
            return message.bytes();
        }
        return message.text(RawStun.USERNAME, credentials.username())
                .text(RawStun.REALM, "moim")
                .text(RawStun.NONCE, nonce)
                .integrity(RawStun.longTermKey(credentials.username(), "moim", credentials.password()))
                .bytes();
    }

    @Override
    public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
        if (datagram[0] == CHANNEL >> 8) {
            ice.onDatagram(datagram, 4, datagram.length - 4, server, nowNanos);
            return;
        }
        RawAnswer answer = new RawAnswer(datagram);
        if (answer.type == RawStun.DATA_INDICATION || !Arrays.equals(datagram, 8, 20, request, 8, 20)) {
            return;
        }
        if (answer.code() == 401 || answer.code() == 438) {
            nonce = answer.text(RawStun.NONCE);
            ask(step, nowNanos);
        } else if (answer.code() != 0) {
            failures++;
            ask(Step.ALLOCATE, nowNanos);
        } else {
            onSuccess(answer, nowNanos);
        }
    }

    private void onSuccess(RawAnswer answer, long nowNanos) {
        switch (step) {
            case ALLOCATE -> {
                mapped = answer.address(RawStun.XOR_MAPPED_ADDRESS);
                ask(Step.BIND, nowNanos);
            }
            case BIND -> ask(Step.REFRESH, nowNanos + REFRESH_NANOS);
            case REFRESH -> {
                refreshes++;
                ask(Step.BIND, nowNanos);
            }
        }
    }

    private void ask(Step next, long atNanos) {
        step = next;
        request = request();
        sendNanos = atNanos;
    }

    @Override
    public long poll(long nowNanos) {
        if (nowNanos - sendNanos >= 0) {
            host.send(request, server);
            sendNanos = nowNanos + RETRY_NANOS;
        }
        if (step != Step.ALLOCATE) {
            byte[] check = ice.poll(nowNanos);
            if (check != null) {
                host.send(onChannel(check), server);
            }
            long next = ice.nextPollNanos(nowNanos);
            return next - sendNanos < 0 ? next : sendNanos;
        }
        return sendNanos;
    }

    private static byte[] onChannel(byte[] data) {
        byte[] message = new byte[4 + data.length];
        message[0] = CHANNEL >> 8;
        message[2] = (byte) (data.length >> 8);
        message[3] = (byte) data.length;
        System.arraycopy(data, 0, message, 4, data.length);
        return message;
    }
}
