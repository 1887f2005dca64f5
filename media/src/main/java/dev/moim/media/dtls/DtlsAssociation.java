package dev.moim.media.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// One DTLS association: a handshake, then waiting for the other side to close. It has a virtual thread of its own;
/// [#offer] and [#close] may be called from any thread and return at once.
public final class DtlsAssociation {
    /// What became of a datagram.
    public enum Offer {
        TAKEN,
        /// The queue is full.
        FULL,
        /// Not a DTLS record, or a ClientHello after the handshake.
        MALFORMED
    }

    private final Role role;
    private final BcTlsCrypto crypto;
    private final Identity identity;
    private final CertificateCheck check;
    private final DtlsListener listener;
    private final RecordGate gate;
    private final RecordTransport transport;
    private volatile boolean established;
    private @Nullable IOException failure;

    DtlsAssociation(Role role, BcTlsCrypto crypto, Identity identity, CertificateCheck check, DtlsListener listener) {
        this.role = role;
        this.crypto = crypto;
        this.identity = identity;
        this.check = check;
        this.listener = listener;
        this.gate = new RecordGate(role);
        this.transport = new RecordTransport(gate, listener);
    }

    /// Takes a copy of a received datagram.
    public Offer offer(byte[] buffer, int offset, int length) {
        if (length > RecordTransport.RECEIVE_LIMIT || Records.length(buffer, offset, offset + length) < 0) {
            return Offer.MALFORMED;
        }
        if (established && Records.isClientHello(buffer, offset)) {
            return Offer.MALFORMED;
        }
        return transport.offer(Arrays.copyOfRange(buffer, offset, offset + length)) ? Offer.TAKEN : Offer.FULL;
    }

    /// Sends close_notify and ends the association; [DtlsListener#onClosed] follows.
    public void close() {
        transport.shut();
    }

    void run() {
        var reason = "failed";
        try {
            reason = converse();
        } catch (IOException e) {
            reason = describe(e);
        } finally {
            transport.flush();
            listener.onClosed(reason);
        }
    }

    private String converse() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Terms.HANDSHAKE_MILLIS);
        var session = role == Role.CLIENT ? connect() : accept(deadline);
        established = true;
        // After the keys, so that whoever gets our last flight finds us ready.
        transport.flush();
        byte[] applicationData = new byte[RecordTransport.RECEIVE_LIMIT];
        try {
            while (true) {
                // WebRTC data channels are not offered, so there is nothing to read but alerts and retransmissions.
                session.receive(applicationData, 0, applicationData.length, 0);
            }
        } catch (InterruptedIOException e) {
            session.close();
            return transport.isShut() ? "closed" : "closed by the other side";
        }
    }

    private DTLSTransport connect() throws IOException {
        var handshake = new ClientHandshake(crypto, identity, check, Terms.HANDSHAKE_MILLIS);
        var session = new DTLSClientProtocol().connect(handshake, transport);
        return establish(session, handshake);
    }

    /// A ClientHello that nobody meant, forged or torn, must not use up the one chance: until we have answered one,
    /// every failure only begins again.
    private DTLSTransport accept(long deadline) throws IOException {
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw failure == null ? new TlsTimeoutException("handshake timed out") : failure;
            }
            var handshake = new ServerHandshake(crypto, identity, check, (int) left);
            try {
                return establish(new DTLSServerProtocol().accept(handshake, transport), handshake);
            } catch (TlsTimeoutException e) {
                throw failure == null ? e : failure;
            } catch (IOException e) {
                if (gate.isAnswered() || transport.isShut()) {
                    throw e;
                }
                failure = e;
                transport.restart();
            }
        }
    }

    private DTLSTransport establish(DTLSTransport session, Handshake handshake) {
        gate.onEstablished();
        listener.onKeys(Objects.requireNonNull(handshake.keys(), "a complete handshake has keys"));
        return session;
    }

    private String describe(IOException e) {
        if (transport.isShut()) {
            return "closed";
        }
        var text =
                switch (e) {
                    case TlsFatalAlertReceived received ->
                        "the other side reported " + AlertDescription.getName(received.getAlertDescription());
                    case TlsFatalAlert own when own.getMessage() != null -> own.getMessage();
                    case TlsTimeoutException _ -> "the handshake timed out";
                    default -> e.toString();
                };
        return gate.alert() < 0 || established
                ? text
                : text + "; the other side reported " + AlertDescription.getName((short) gate.alert());
    }
}
