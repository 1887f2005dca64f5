package dev.moim.media.transport;

import dev.moim.media.CloseCause;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.dtls.CertificateCheck;
import dev.moim.media.dtls.DtlsAssociation;
import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.dtls.DtlsListener;
import dev.moim.media.dtls.SrtpKeys;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.srtp.SrtpSession;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One peer's secured path: tells DTLS, RTP and RTCP apart (RFC 7983, RFC 5761), runs the handshake and protects what
/// goes out. Everything but the handshake happens on the owning loop, whose thread alone may call it.
public final class PeerTransport {
    /// Tail room that [#sendRtp] and [#sendRtcp] need behind a packet.
    public static final int TRAILER_BYTES = SrtpSession.TRAILER_BYTES;

    /// Takes what the path yields, on the loop.
    public interface Listener {
        /// Whether to go on with an RTP packet that is not authenticated yet; must not change any state. A refused
        /// packet counts as [DropReason#DUPLICATE].
        boolean accepts(RtpView packet, long nowNanos);

        /// A decrypted packet without padding; the view and its array are valid during the call only.
        void onRtp(RtpView packet, long nowNanos);

        /// A decrypted compound packet, not parsed; the array is valid during the call only.
        void onRtcp(byte[] buffer, int offset, int length, long nowNanos);

        /// Media can be sent from now on.
        ///
        /// @param nowNanos time of the latest datagram
        void onConnected(long nowNanos);

        /// The handshake failed or the other side closed; not called after [PeerTransport#close].
        ///
        /// @param detail for logs
        /// @param nowNanos time of the latest datagram
        void onClosed(CloseCause cause, String detail, long nowNanos);

        void onDrop(DropReason reason);
    }

    private final DtlsContext context;
    private final CertificateCheck check;
    private final DatagramPath out;
    private final Listener listener;
    private final Executor loop;
    private final boolean client;
    private final RtpView view = new RtpView();
    private @Nullable DtlsAssociation association;
    private @Nullable SrtpSession srtp;
    private boolean closed;
    private long latestNanos;

    /// A path in the server role: the handshake begins with the peer's first DTLS datagram.
    ///
    /// @param fingerprints what the peer's certificate must match one of
    /// @param loop runs commands on the owning loop, in the order in which they came; never throws
    public PeerTransport(
            DtlsContext context,
            List<DtlsFingerprint> fingerprints,
            DatagramPath out,
            Listener listener,
            Executor loop) {
        this(context, fingerprints, out, listener, loop, false);
    }

    private PeerTransport(
            DtlsContext context,
            List<DtlsFingerprint> fingerprints,
            DatagramPath out,
            Listener listener,
            Executor loop,
            boolean client) {
        var expected = List.copyOf(fingerprints);
        this.context = context;
        this.check = der -> expected.stream().anyMatch(fingerprint -> fingerprint.matches(der));
        this.out = out;
        this.listener = listener;
        this.loop = loop;
        this.client = client;
    }

    /// A path in the client role, for a participant of our own; [#start] begins the handshake.
    public static PeerTransport client(
            DtlsContext context,
            List<DtlsFingerprint> fingerprints,
            DatagramPath out,
            Listener listener,
            Executor loop) {
        return new PeerTransport(context, fingerprints, out, listener, loop, true);
    }

    /// Begins the handshake; only a client needs it, once it has a path. Further calls do nothing.
    public void start() {
        if (association == null && !closed) {
            association = client ? context.connect(check, new Driver()) : context.accept(check, new Driver());
        }
    }

    /// Whether it is over, by either side; there is no way back.
    public boolean isClosed() {
        return closed;
    }

    /// Whether media can be sent.
    public boolean isReady() {
        return srtp != null;
    }

    /// Takes a received datagram and may decrypt it in place; the array belongs to the caller again afterwards.
    public void onDatagram(byte[] buffer, int offset, int length, long nowNanos) {
        latestNanos = nowNanos;
        int first = length == 0 ? -1 : buffer[offset] & 0xFF;
        if (first >= 20 && first <= 63) {
            onDtls(buffer, offset, length);
        } else if (first >= 128 && first <= 191 && length >= 2) {
            onMedia(buffer, offset, length, nowNanos);
        } else {
            listener.onDrop(DropReason.UNKNOWN_PROTOCOL);
        }
    }

    private void onDtls(byte[] buffer, int offset, int length) {
        start();
        if (association == null) {
            listener.onDrop(DropReason.NOT_READY);
            return;
        }
        switch (association.offer(buffer, offset, length)) {
            case TAKEN -> {}
            case FULL -> listener.onDrop(DropReason.DTLS_QUEUE_FULL);
            case MALFORMED -> listener.onDrop(DropReason.DTLS_MALFORMED);
        }
    }

    private void onMedia(byte[] buffer, int offset, int length, long nowNanos) {
        if (srtp == null) {
            listener.onDrop(DropReason.NOT_READY);
            return;
        }
        int packetType = buffer[offset + 1] & 0xFF;
        if (packetType >= 192 && packetType <= 223) {
            onSrtcp(srtp, buffer, offset, length, nowNanos);
        } else {
            onSrtp(srtp, buffer, offset, length, nowNanos);
        }
    }

    private void onSrtp(SrtpSession session, byte[] buffer, int offset, int length, long nowNanos) {
        if (!view.wrap(buffer, offset, length)) {
            listener.onDrop(DropReason.RTP_MALFORMED);
            return;
        }
        if (!listener.accepts(view, nowNanos)) {
            listener.onDrop(DropReason.DUPLICATE);
            return;
        }
        int plain = session.unprotectRtp(buffer, offset, length);
        if (plain < 0) {
            listener.onDrop(reason(plain, DropReason.RTP_MALFORMED));
        } else if (view.wrap(buffer, offset, plain) && view.stripPadding()) {
            listener.onRtp(view, nowNanos);
        } else {
            listener.onDrop(DropReason.RTP_MALFORMED);
        }
    }

    private void onSrtcp(SrtpSession session, byte[] buffer, int offset, int length, long nowNanos) {
        int plain = session.unprotectRtcp(buffer, offset, length);
        if (plain < 0) {
            listener.onDrop(reason(plain, DropReason.RTCP_MALFORMED));
        } else {
            listener.onRtcp(buffer, offset, plain, nowNanos);
        }
    }

    private static DropReason reason(int code, DropReason malformed) {
        return switch (code) {
            case SrtpSession.AUTHENTICATION_FAILED -> DropReason.AUTHENTICATION_FAILED;
            case SrtpSession.REPLAYED -> DropReason.REPLAYED;
            case SrtpSession.TOO_MANY_STREAMS -> DropReason.UNKNOWN_STREAM;
            default -> malformed;
        };
    }

    /// Protects a plaintext RTP packet in place and sends it.
    ///
    /// @param buffer with [#TRAILER_BYTES] of room behind the packet
    /// @return false when there are no keys yet or the path did not take it
    public boolean sendRtp(byte[] buffer, int offset, int length) {
        if (srtp == null) {
            return false;
        }
        return sendProtected(buffer, offset, srtp.protectRtp(buffer, offset, length));
    }

    /// Protects a plaintext compound RTCP packet in place and sends it.
    ///
    /// @param buffer with [#TRAILER_BYTES] of room behind the packet
    /// @return false when there are no keys yet or the path did not take it
    public boolean sendRtcp(byte[] buffer, int offset, int length) {
        if (srtp == null) {
            return false;
        }
        return sendProtected(buffer, offset, srtp.protectRtcp(buffer, offset, length));
    }

    /// @param size the length of the protected packet, or the session's code
    private boolean sendProtected(byte[] buffer, int offset, int size) {
        if (size == SrtpSession.INDEX_USED) {
            listener.onDrop(DropReason.SRTP_INDEX_USED);
        }
        return size > 0 && out.send(buffer, offset, size);
    }

    /// Says goodbye to the peer and forgets the keys. The goodbye leaves by the path shortly after this call, so the
    /// path must bear to be used a moment longer.
    public void close(long nowNanos) {
        latestNanos = nowNanos;
        closed = true;
        srtp = null;
        if (association != null) {
            association.close();
        }
    }

    private void onKeys(SrtpKeys keys) {
        if (!closed) {
            srtp = new SrtpSession(keys);
            listener.onConnected(latestNanos);
        }
    }

    private void onAssociationClosed(String detail) {
        association = null;
        if (!closed) {
            var cause = srtp == null ? CloseCause.HANDSHAKE_FAILED : CloseCause.CLOSED_BY_PEER;
            closed = true;
            srtp = null;
            listener.onClosed(cause, detail, latestNanos);
        }
    }

    /// Brings what happens on the association's thread to the loop.
    private final class Driver implements DtlsListener {
        @Override
        public void onDatagram(byte[] datagram) {
            loop.execute(() -> out.send(datagram, 0, datagram.length));
        }

        @Override
        public void onKeys(SrtpKeys keys) {
            loop.execute(() -> PeerTransport.this.onKeys(keys));
        }

        @Override
        public void onClosed(String reason) {
            loop.execute(() -> onAssociationClosed(reason));
        }
    }
}
