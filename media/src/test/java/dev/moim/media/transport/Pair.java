package dev.moim.media.transport;

import dev.moim.media.CloseCause;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.rtp.RtpView;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A server and a client path joined by two lines in memory, with the test's thread as the loop of both.
final class Pair {
    static final DtlsContext SERVER = DtlsContext.create(new SecureRandom());
    static final DtlsContext CLIENT = DtlsContext.create(new SecureRandom());
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    final Side server;
    final Side client;

    Pair() {
        this(DtlsFingerprint.of(CLIENT.certificate()), DtlsFingerprint.of(SERVER.certificate()));
    }

    Pair(DtlsFingerprint ofClient, DtlsFingerprint ofServer) {
        server = new Side(side -> new PeerTransport(SERVER, List.of(ofClient), side, side, commands::add));
        client = new Side(side -> PeerTransport.client(CLIENT, List.of(ofServer), side, side, commands::add));
    }

    static Pair connected() throws InterruptedException {
        var pair = new Pair();
        pair.client.transport.start();
        pair.runUntil(() -> pair.server.connected && pair.client.connected);
        return pair;
    }

    /// Runs commands and carries datagrams until the condition holds; fails when it does not within the limit.
    void runUntil(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("not within " + LIMIT + ": " + this);
            }
            var command = commands.poll(1, TimeUnit.MILLISECONDS);
            if (command != null) {
                command.run();
            }
            carry();
        }
    }

    /// Runs the commands that are there and carries datagrams.
    void runOnce() {
        runCommands();
        carry();
    }

    boolean isSettled() {
        return (server.connected && client.connected) || !server.closings.isEmpty() || !client.closings.isEmpty();
    }

    void runCommands() {
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    void carry() {
        server.deliverTo(client);
        client.deliverTo(server);
    }

    @Override
    public String toString() {
        return "server " + server + ", client " + client;
    }

    /// One end: its transport, what it sent and what it heard.
    static final class Side implements DatagramPath, PeerTransport.Listener {
        final PeerTransport transport;
        /// What becomes of the datagrams that are sent: a link that loses, doubles or reorders.
        UnaryOperator<List<byte[]>> line = UnaryOperator.identity();

        final Queue<byte[]> sent = new ArrayDeque<>();
        final List<byte[]> rtp = new ArrayList<>();
        final List<Integer> payloadLengths = new ArrayList<>();
        final List<byte[]> rtcp = new ArrayList<>();
        final List<CloseCause> closings = new ArrayList<>();
        final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
        boolean accepting = true;
        boolean connected;
        int datagrams;
        int longest;

        Side(Function<Side, PeerTransport> of) {
            transport = of.apply(this);
        }

        void deliverTo(Side other) {
            var batch = line.apply(new ArrayList<>(sent));
            sent.clear();
            for (byte[] datagram : batch) {
                other.transport.onDatagram(datagram, 0, datagram.length, datagrams);
            }
        }

        @Override
        public boolean send(byte[] buffer, int offset, int length) {
            datagrams++;
            longest = Math.max(longest, length);
            sent.add(Arrays.copyOfRange(buffer, offset, offset + length));
            return true;
        }

        @Override
        public boolean accepts(RtpView packet, long nowNanos) {
            return accepting;
        }

        @Override
        public void onRtp(RtpView packet, long nowNanos) {
            payloadLengths.add(packet.payloadLength());
            rtp.add(Arrays.copyOfRange(packet.buffer(), packet.offset(), packet.offset() + packet.length()));
        }

        @Override
        public void onRtcp(byte[] buffer, int offset, int length, long nowNanos) {
            rtcp.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void onConnected(long nowNanos) {
            connected = true;
        }

        @Override
        public void onClosed(CloseCause cause, String detail, long nowNanos) {
            closings.add(cause);
        }

        @Override
        public void onDrop(DropReason reason) {
            drops.merge(reason, 1, Integer::sum);
        }

        @Override
        public String toString() {
            return "[connected " + connected + ", closings " + closings + ", drops " + drops + "]";
        }
    }
}
