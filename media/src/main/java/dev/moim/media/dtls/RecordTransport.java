package dev.moim.media.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;

/// What Bouncy Castle takes for a socket: a bounded queue of received datagrams, given out record by record as the
/// [RecordGate] allows, and a datagram under way in which the records of a flight are packed.
final class RecordTransport implements DatagramTransport {
    /// Fits every path: 1280 bytes of IPv6's smallest link less IPv6, UDP and TURN headers.
    static final int SEND_LIMIT = 1200;

    /// More than the MTU of any path; a longer datagram is refused.
    static final int RECEIVE_LIMIT = 2048;

    /// A handshake has two flights of at most five datagrams from a browser, each repeated when it is slow. 64 KiB.
    static final int QUEUE_DATAGRAMS = 32;

    /// Change of keys and Finished, twice.
    private static final int HELD_RECORDS = 4;

    private static final byte[] WAKE_UP = {};

    private final DtlsListener listener;
    private final RecordGate gate;
    private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(QUEUE_DATAGRAMS);
    private final Queue<byte[]> held = new ArrayDeque<>(HELD_RECORDS);
    private final byte[] outbound = new byte[SEND_LIMIT];
    private int outboundLength;
    private byte[] datagram = WAKE_UP;
    private int cursor;
    private int clearRecords;
    private boolean ended;
    private volatile boolean closing;

    RecordTransport(RecordGate gate, DtlsListener listener) {
        this.gate = gate;
        this.listener = listener;
    }

    /// Called from any thread.
    boolean offer(byte[] received) {
        return inbound.offer(received);
    }

    /// Makes [#receive] end. Called from any thread.
    void shut() {
        closing = true;
        // A full queue wakes the thread as well.
        var _ = inbound.offer(WAKE_UP);
    }

    boolean isShut() {
        return closing;
    }

    /// Makes ready for another attempt after Bouncy Castle closed this one.
    void restart() {
        ended = false;
        gate.restart();
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return SEND_LIMIT;
    }

    /// @param waitMillis 0 waits without limit
    /// @return -1 when the time is over
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        flush();
        long start = System.nanoTime();
        while (true) {
            if (closing || ended) {
                throw gate.isEstablished()
                        ? new InterruptedIOException("closed")
                        : new TlsFatalAlert(AlertDescription.user_canceled);
            }
            int record = next(buffer, offset, length);
            if (record > 0) {
                return record;
            }
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis) - (System.nanoTime() - start);
            var received = take(waitMillis == 0, left);
            if (received.length == 0 && !closing) {
                return -1;
            }
            datagram = received;
            cursor = 0;
        }
    }

    private byte[] take(boolean endless, long nanos) throws InterruptedIOException {
        try {
            if (endless) {
                return inbound.take();
            }
            var received = inbound.poll(nanos, TimeUnit.NANOSECONDS);
            return received == null ? WAKE_UP : received;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /// Copies the next record that may be seen and returns its length, or 0 when there is none.
    private int next(byte[] buffer, int offset, int length) throws IOException {
        if (!held.isEmpty() && gate.isVerified()) {
            byte[] record = held.remove();
            return handOver(record, 0, Math.min(length, record.length), buffer, offset);
        }
        while (true) {
            int record = Records.length(datagram, cursor, datagram.length);
            if (record < 0) {
                return 0;
            }
            int start = cursor;
            var verdict = gate.judge(datagram, start, record);
            if (verdict == RecordGate.Verdict.RESTART) {
                throw new StaleHelloException();
            }
            cursor += record;
            if (verdict == RecordGate.Verdict.PASS && record <= length) {
                return handOver(datagram, start, record, buffer, offset);
            }
            if (verdict == RecordGate.Verdict.HOLD && held.size() < HELD_RECORDS) {
                held.add(Arrays.copyOfRange(datagram, start, start + record));
            }
        }
    }

    /// Records in the clear get numbers of our own: a forged one with a high number would make all genuine ones look
    /// old. Bouncy Castle sorts repeated handshake fragments out by themselves.
    private int handOver(byte[] source, int start, int length, byte[] buffer, int offset) {
        System.arraycopy(source, start, buffer, offset, length);
        if (Records.epoch(buffer, offset) == 0) {
            Records.renumber(buffer, offset, clearRecords++);
        }
        return length;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (Records.type(buffer, offset) == Records.HANDSHAKE) {
            gate.onAnswer();
        }
        if (outboundLength + length > SEND_LIMIT) {
            flush();
        }
        System.arraycopy(buffer, offset, outbound, outboundLength, length);
        outboundLength += length;
    }

    /// Hands the packed records to the listener.
    void flush() {
        if (outboundLength > 0) {
            byte[] packed = Arrays.copyOf(outbound, outboundLength);
            outboundLength = 0;
            listener.onDatagram(packed);
        }
    }

    /// Bouncy Castle is through with this attempt or with the association.
    @Override
    public void close() {
        ended = true;
    }
}
