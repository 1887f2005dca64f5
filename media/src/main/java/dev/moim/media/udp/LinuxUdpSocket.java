package dev.moim.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.InetSocketAddress;

/// The socket of 64-bit Linux: recvmmsg, sendmmsg and segmentation offload. It takes both address families.
final class LinuxUdpSocket implements UdpSocket {
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;

    private final Arena arena;
    private final int fd;
    private final InetSocketAddress localAddress;
    private final LinuxWait wait;
    private final LinuxReceiver receiver;
    private final LinuxSender sender;
    private final SocketCounters counters = new SocketCounters();
    private boolean closed;

    /// @param segmentation whether to use UDP_SEGMENT
    /// @param shared whether another socket of this process has the port already, see [UdpSockets]
    static LinuxUdpSocket open(InetSocketAddress local, boolean shared, boolean segmentation) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment state = arena.allocate(LinuxCalls.errnoBytes(), 8);
            int family = LinuxAddress.AF_INET6;
            int fd = LinuxCalls.socket(state, family, SOCK_DGRAM | LinuxCalls.NONBLOCK_CLOEXEC);
            if (fd < 0 && LinuxCalls.errno(state) == LinuxCalls.EAFNOSUPPORT) {
                family = LinuxAddress.AF_INET;
                fd = LinuxCalls.socket(state, family, SOCK_DGRAM | LinuxCalls.NONBLOCK_CLOEXEC);
            }
            if (fd < 0) {
                throw failure("socket", state);
            }
            try {
                return new LinuxUdpSocket(arena, state, fd, family, local, shared, segmentation);
            } catch (IOException | RuntimeException e) {
                LinuxCalls.close(fd);
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private LinuxUdpSocket(
            Arena arena,
            MemorySegment state,
            int fd,
            int family,
            InetSocketAddress local,
            boolean shared,
            boolean segmentation)
            throws IOException {
        this.arena = arena;
        this.fd = fd;
        if (family == LinuxAddress.AF_INET6) {
            require("IPV6_V6ONLY", state, option(state, IPPROTO_IPV6, IPV6_V6ONLY, 0));
        }
        enlarge(state, SO_RCVBUFFORCE, SO_RCVBUF);
        enlarge(state, SO_SNDBUFFORCE, SO_SNDBUF);
        if (shared) {
            require("SO_REUSEPORT", state, option(state, SOL_SOCKET, SO_REUSEPORT, 1));
        }
        bind(state, family, local);
        if (!shared) {
            require("SO_REUSEPORT", state, option(state, SOL_SOCKET, SO_REUSEPORT, 1));
        }
        localAddress = boundAddress(state);
        receiver = new LinuxReceiver(arena, fd, counters);
        sender = new LinuxSender(arena, fd, family, segmentation, counters);
        wait = new LinuxWait(arena, state, fd);
    }

    /// The forced size passes the system's limit where the process may; else the limit holds, which is no error.
    private void enlarge(MemorySegment state, int forced, int limited) {
        if (option(state, SOL_SOCKET, forced, UdpSockets.SOCKET_BUFFER_BYTES) != 0) {
            int _ = option(state, SOL_SOCKET, limited, UdpSockets.SOCKET_BUFFER_BYTES);
        }
    }

    private int option(MemorySegment state, int level, int name, int value) {
        try (Arena temporary = Arena.ofConfined()) {
            return LinuxCalls.setsockopt(state, fd, level, name, temporary.allocateFrom(JAVA_INT, value));
        }
    }

    private void bind(MemorySegment state, int family, InetSocketAddress local) throws IOException {
        InetSocketAddress wanted = local;
        if (family == LinuxAddress.AF_INET && local.getAddress().isAnyLocalAddress()) {
            wanted = new InetSocketAddress("0.0.0.0", local.getPort());
        }
        MemorySegment name = arena.allocate(LinuxAddress.BYTES, 8);
        int length = LinuxAddress.write(name, 0, family, RemoteAddress.of(wanted));
        if (length == 0) {
            throw new BindException("this host has no IPv6");
        }
        require("bind to " + local, state, LinuxCalls.bind(state, fd, name, length));
    }

    private InetSocketAddress boundAddress(MemorySegment state) throws IOException {
        MemorySegment name = arena.allocate(LinuxAddress.BYTES, 8);
        MemorySegment length = arena.allocateFrom(JAVA_INT, LinuxAddress.BYTES);
        require("getsockname", state, LinuxCalls.getsockname(state, fd, name, length));
        return LinuxAddress.read(name, 0).toSocketAddress();
    }

    private static void require(String what, MemorySegment state, int result) throws IOException {
        if (result != 0) {
            throw failure(what, state);
        }
    }

    private static IOException failure(String what, MemorySegment state) {
        int errno = LinuxCalls.errno(state);
        return switch (errno) {
            case LinuxCalls.EADDRINUSE -> new BindException(what + ": the port is taken");
            case LinuxCalls.EADDRNOTAVAIL -> new BindException(what + ": no such address here");
            default -> new IOException(what + " failed, errno " + errno);
        };
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public String kind() {
        return "linux";
    }

    @Override
    public void await(long timeoutNanos) {
        wait.await(timeoutNanos);
    }

    @Override
    public void wake() {
        wait.wake();
    }

    @Override
    public ReceiveBatch receive() {
        return receiver.receive();
    }

    @Override
    public void send(RemoteAddress to, byte[] buffer, int offset, int length) {
        sender.send(to, buffer, offset, length);
    }

    @Override
    public void flush() {
        sender.flush();
    }

    /// Whether runs of datagrams leave as one message.
    boolean segments() {
        return sender.segments();
    }

    /// The system's number of the socket.
    int descriptor() {
        return fd;
    }

    @Override
    public UdpCounters counters() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            wait.close();
            LinuxCalls.close(fd);
            arena.close();
        }
    }
}
