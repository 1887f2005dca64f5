package dev.moim.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Gathers datagrams and sends them with one sendmmsg. A run of equal-sized datagrams to one address becomes one
/// message that the kernel or the network card cuts (UDP_SEGMENT), which costs a fraction of a message per datagram.
final class LinuxSender {
    /// Messages between two flushes; with the data they stay in the L2 cache.
    private static final int MAX_MESSAGES = 256;

    private static final int DATA_BYTES = MAX_MESSAGES * UdpSocket.MAX_DATAGRAM_BYTES;

    /// UDP_MAX_SEGMENTS of older kernels; newer ones take 128.
    private static final int MAX_SEGMENTS = 64;

    /// What an IPv4 datagram carries at most; a message is one datagram until it is cut.
    private static final int MAX_RUN_BYTES = 65_507;

    /// So many refused runs without an accepted one mean that the socket cannot segment at all. A few are a path with
    /// a small MTU, which one peer alone must not be able to bring upon the others.
    private static final int REFUSALS_TO_GIVE_UP = 64;

    private static final int MSG_DONTWAIT = 0x40;
    private static final System.Logger LOG = System.getLogger(LinuxSender.class.getName());

    private final int fd;
    private final int family;
    private final SocketCounters counters;
    private final MemorySegment callState;
    private final MemorySegment data;
    private final LinuxMessages messages;
    private final int[] starts = new int[MAX_MESSAGES];
    private final int[] segmentBytes = new int[MAX_MESSAGES];
    private final int[] segments = new int[MAX_MESSAGES];
    private boolean segmentation;
    private int refusals;
    private int count;
    private int dataEnd;

    /// Where the last message goes while more datagrams may join it.
    private @Nullable RemoteAddress runTo;

    LinuxSender(Arena arena, int fd, int family, boolean segmentation, SocketCounters counters) {
        this.fd = fd;
        this.family = family;
        this.segmentation = segmentation;
        this.counters = counters;
        callState = arena.allocate(LinuxCalls.errnoBytes(), 8);
        data = arena.allocate(DATA_BYTES, 64);
        messages = new LinuxMessages(arena, MAX_MESSAGES);
    }

    boolean segments() {
        return segmentation;
    }

    void send(RemoteAddress to, byte[] buffer, int offset, int length) {
        if (length <= 0 || length > UdpSocket.MAX_DATAGRAM_BYTES) {
            counters.failed(1);
            return;
        }
        if (dataEnd + length > DATA_BYTES) {
            flush();
        }
        if (joins(to, length)) {
            segments[count - 1]++;
            if (length < segmentBytes[count - 1]) {
                runTo = null;
            }
        } else if (!begin(to, length)) {
            counters.failed(1);
            return;
        }
        MemorySegment.copy(buffer, offset, data, JAVA_BYTE, dataEnd, length);
        dataEnd += length;
    }

    private boolean joins(RemoteAddress to, int length) {
        RemoteAddress open = runTo;
        if (open == null || !segmentation) {
            return false;
        }
        int run = count - 1;
        return open.equals(to)
                && length <= segmentBytes[run]
                && segments[run] < MAX_SEGMENTS
                && dataEnd - starts[run] + length <= MAX_RUN_BYTES;
    }

    private boolean begin(RemoteAddress to, int length) {
        if (count == MAX_MESSAGES) {
            flush();
        }
        if (!messages.name(count, family, to)) {
            return false;
        }
        starts[count] = dataEnd;
        segmentBytes[count] = length;
        segments[count] = 1;
        runTo = to;
        count++;
        return true;
    }

    void flush() {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            messages.buffer(i, data.address() + starts[i], end(i) - starts[i]);
            messages.segmentBytes(i, segments[i] > 1 ? segmentBytes[i] : 0);
        }
        int next = 0;
        while (next < count) {
            int taken = LinuxCalls.sendmmsg(fd, messages.pointer(next), count - next, MSG_DONTWAIT);
            if (taken < 0) {
                taken = LinuxCalls.sendmmsg(callState, fd, messages.pointer(next), count - next, MSG_DONTWAIT);
            }
            if (taken > 0) {
                for (int i = next; i < next + taken; i++) {
                    onSent(segments[i]);
                }
                next += taken;
            } else {
                next += onRefused(next, LinuxCalls.errno(callState));
            }
        }
        count = 0;
        dataEnd = 0;
        runTo = null;
    }

    private int end(int message) {
        return message + 1 < count ? starts[message + 1] : dataEnd;
    }

    private void onSent(int datagrams) {
        counters.sent(datagrams);
        if (datagrams > 1) {
            refusals = 0;
        }
    }

    /// @return how many messages are done with: 0 to try again
    private int onRefused(int message, int errno) {
        if (errno == LinuxCalls.EINTR) {
            return 0;
        }
        if (errno == LinuxCalls.ECONNREFUSED) {
            // Left behind by an earlier datagram, see the system's ICMP handling; this one was not tried. Sent once
            // more by itself, so that an error for every call cannot hold the loop.
            resend(message, 1);
            return 1;
        }
        boolean refusedAsRun = errno == LinuxCalls.EIO || errno == LinuxCalls.EINVAL || errno == LinuxCalls.EMSGSIZE;
        if (segments[message] > 1 && refusedAsRun) {
            onRunRefused(errno);
            resend(message, segments[message]);
        } else {
            counters.failed(segments[message]);
        }
        return 1;
    }

    private void onRunRefused(int errno) {
        refusals++;
        if (segmentation && (errno == LinuxCalls.EIO || refusals >= REFUSALS_TO_GIVE_UP)) {
            segmentation = false;
            LOG.log(System.Logger.Level.WARNING, "UDP segmentation is off: the system refused it, errno {0}", errno);
        }
    }

    /// Sends one message again in so many parts: 1 for as it is, else each datagram by itself.
    private void resend(int message, int parts) {
        int start = starts[message];
        int end = end(message);
        int step = parts == 1 ? end - start : segmentBytes[message];
        int datagrams = parts == 1 ? segments[message] : 1;
        if (parts > 1) {
            messages.segmentBytes(message, 0);
        }
        for (int at = start; at < end; at += step) {
            messages.buffer(message, data.address() + at, Math.min(step, end - at));
            if (LinuxCalls.sendmmsg(fd, messages.pointer(message), 1, MSG_DONTWAIT) == 1) {
                onSent(datagrams);
            } else {
                counters.failed(datagrams);
            }
        }
    }
}
