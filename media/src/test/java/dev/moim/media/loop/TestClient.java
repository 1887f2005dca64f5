package dev.moim.media.loop;

import dev.moim.media.CloseCause;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.transport.PeerTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// A participant at the other end of a real socket: sends a stand-in for an ICE check, shakes hands, exchanges RTP.
final class TestClient implements AutoCloseable, PeerTransport.Listener {
    private static final DtlsContext DTLS = DtlsContext.create(new SecureRandom());

    final String id;
    final CountDownLatch checked = new CountDownLatch(1);
    final CountDownLatch connected = new CountDownLatch(1);
    final CountDownLatch closedByServer = new CountDownLatch(1);
    final BlockingQueue<byte[]> rtp = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();

    /// First byte of everything, when the client comes through a guest's tunnel.
    static final byte TUNNEL = 0x40;

    private final boolean tunnelled;
    private final DatagramSocket socket = new DatagramSocket(0);
    private final InetSocketAddress server;
    private final DtlsFingerprint fingerprint;

    /// Of the tasks' thread.
    private PeerTransport transport;

    /// Takes tasks for ever, and runs them until the client is closed.
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    TestClient(String id, InetSocketAddress server, DtlsFingerprint fingerprint) throws IOException {
        this(id, server, fingerprint, false);
    }

    /// @param tunnelled whether each datagram, in both directions, has [#TUNNEL] before it
    TestClient(String id, InetSocketAddress server, DtlsFingerprint fingerprint, boolean tunnelled) throws IOException {
        this.id = id;
        this.tunnelled = tunnelled;
        this.server = server;
        this.fingerprint = fingerprint;
        transport = newTransport();
        Thread.ofVirtual().start(this::run);
        Thread.ofVirtual().start(this::read);
    }

    static DtlsFingerprint fingerprint() {
        return DtlsFingerprint.of(DTLS.certificate());
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
    }

    /// What the test's guest takes for an authenticated check.
    void check(boolean nominated) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        byte[] check = new byte[2 + name.length];
        check[1] = (byte) (nominated ? 1 : 0);
        System.arraycopy(name, 0, check, 2, name.length);
        send(check, 0, check.length);
    }

    void connect() {
        tasks.add(() -> transport.start());
    }

    /// Shakes hands again, on the same way.
    void connectAnew() {
        tasks.add(() -> {
            transport = newTransport();
            transport.start();
        });
    }

    private PeerTransport newTransport() {
        return PeerTransport.client(DTLS, List.of(fingerprint), this::send, this, tasks::add);
    }

    /// Says goodbye, and stays to send it.
    void hangUp() {
        tasks.add(() -> transport.close(System.nanoTime()));
    }

    void sendRtp(byte[] packet) {
        tasks.add(() -> {
            byte[] roomy = Arrays.copyOf(packet, packet.length + PeerTransport.TRAILER_BYTES);
            transport.sendRtp(roomy, 0, packet.length);
        });
    }

    boolean send(byte[] buffer, int offset, int length) {
        int head = tunnelled ? 1 : 0;
        byte[] datagram = new byte[head + length];
        if (tunnelled) {
            datagram[0] = TUNNEL;
        }
        System.arraycopy(buffer, offset, datagram, head, length);
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, server));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            while (!ended.isDone()) {
                tasks.take().run();
            }
        } catch (InterruptedException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private void read() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[2048], 2048);
                socket.receive(packet);
                byte[] bytes = Arrays.copyOfRange(packet.getData(), tunnelled ? 1 : 0, packet.getLength());
                datagrams.add(bytes);
                if (bytes[0] == 1) {
                    checked.countDown();
                } else {
                    tasks.add(() -> transport.onDatagram(bytes, 0, bytes.length, System.nanoTime()));
                }
            }
        } catch (SocketException _) {
            // Closed by the test.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean accepts(RtpView packet, long nowNanos) {
        return true;
    }

    @Override
    public void onRtp(RtpView packet, long nowNanos) {
        rtp.add(Arrays.copyOfRange(packet.buffer(), packet.offset(), packet.offset() + packet.length()));
    }

    @Override
    public void onRtcp(byte[] buffer, int offset, int length, long nowNanos) {}

    @Override
    public void onConnected(long nowNanos) {
        connected.countDown();
    }

    @Override
    public void onClosed(CloseCause cause, String detail, long nowNanos) {
        closedByServer.countDown();
    }

    @Override
    public void onDrop(DropReason reason) {}

    @Override
    public void close() {
        tasks.add(() -> {
            transport.close(System.nanoTime());
            ended.complete(null);
        });
        ended.join();
        socket.close();
    }
}
