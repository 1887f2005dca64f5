package dev.moim.stunturn.ice;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.stun.StunKey;
import dev.moim.stunturn.stun.StunMessage;
import dev.moim.stunturn.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.ice4j.StunException;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.jspecify.annotations.Nullable;

/// The controlling side towards one candidate of an ICE-lite agent: checks and nominates it, then keeps consent. For
/// our own test participant; it neither gathers candidates nor answers checks. Sans-IO, one thread.
public final class IceClient {
    /// Where the client stands.
    public enum State {
        /// Waiting for the first answer; after a restart media may go on meanwhile.
        CHECKING,
        /// The path works.
        CONNECTED,
        /// No answer in time; only [#restart] helps.
        FAILED
    }

    /// RFC 8489 section 6.2.1: RTO, Rc and Rm.
    private static final long RTO_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MAX_SENDS = 7;
    private static final int LAST_WAIT_FACTOR = 16;

    /// RFC 7675 section 5.1: a check every 5 s, times 0.8 to 1.2; 30 s without an answer end the consent.
    private static final long CONSENT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// As many consent checks as can be open within 30 s; a late answer to any of them is as good.
    private static final int MAX_OPEN = 8;

    /// A host candidate's on the only component (RFC 8445 section 5.1.2.1), as peer-reflexive one.
    private static final long PRIORITY = (110L << 24) + (65_535L << 8) + 255;

    private final InetSocketAddress remote;
    private final RandomGenerator random;
    private final long tieBreaker;
    private final Deque<byte[]> open = new ArrayDeque<>();

    private State state = State.CHECKING;
    private String username = "";
    private StunKey key;
    private byte[] request;
    private int sends;
    private long nextNanos;
    private long answeredNanos;

    /// @param local our own credentials, as the offer said
    /// @param remote the server's, as the answer said
    /// @param address the candidate to check
    /// @param random makes transaction ids; a SecureRandom outside tests
    /// @param nowNanos of [System#nanoTime]; the first check is due at once
    public IceClient(
            IceCredentials local,
            IceCredentials remote,
            InetSocketAddress address,
            RandomGenerator random,
            long nowNanos) {
        this.remote = address;
        this.random = random;
        this.tieBreaker = random.nextLong();
        this.username = remote.ufrag() + ":" + local.ufrag();
        this.key = StunKey.shortTerm(remote.password());
        this.request = newRequest();
        this.nextNanos = nowNanos;
    }

    public State state() {
        return state;
    }

    /// Where datagrams of [#poll] go.
    public InetSocketAddress remote() {
        return remote;
    }

    /// Begins again with new credentials (RFC 8445 section 9).
    public void restart(IceCredentials local, IceCredentials remote, long nowNanos) {
        username = remote.ufrag() + ":" + local.ufrag();
        key = StunKey.shortTerm(remote.password());
        open.clear();
        state = State.CHECKING;
        sends = 0;
        request = newRequest();
        nextNanos = nowNanos;
    }

    /// When [#poll] wants to be called; [Long#MAX_VALUE] after nowNanos if never.
    public long nextPollNanos(long nowNanos) {
        return state == State.FAILED ? nowNanos + Long.MAX_VALUE : nextNanos;
    }

    /// What is due now.
    ///
    /// @return a datagram to send, or null; one call is enough
    public byte @Nullable [] poll(long nowNanos) {
        if (state == State.FAILED || nowNanos - nextNanos < 0) {
            return null;
        }
        return state == State.CHECKING ? pollChecking(nowNanos) : pollConsent(nowNanos);
    }

    private byte @Nullable [] pollChecking(long nowNanos) {
        if (sends == MAX_SENDS) {
            state = State.FAILED;
            return null;
        }
        sends++;
        nextNanos = nowNanos + (sends == MAX_SENDS ? LAST_WAIT_FACTOR * RTO_NANOS : RTO_NANOS << (sends - 1));
        return request;
    }

    private byte @Nullable [] pollConsent(long nowNanos) {
        if (nowNanos - answeredNanos >= CONSENT_NANOS) {
            state = State.FAILED;
            return null;
        }
        // Each consent check is a transaction of its own and never repeated (RFC 7675 section 5.1).
        request = newRequest();
        scheduleConsent(nowNanos);
        return request;
    }

    /// @param from the datagram's source
    /// @return whether it was an authentic success answer to one of our checks
    public boolean onDatagram(byte[] buffer, int offset, int length, InetSocketAddress from, long nowNanos) {
        StunMessage message = StunMessage.parse(buffer, offset, length);
        if (state == State.FAILED
                || message == null
                || message.type() != Message.BINDING_SUCCESS_RESPONSE
                || !from.equals(remote)
                || !isOpen(message.transactionId())
                || !message.isAuthentic(key)
                || !message.has(Attribute.XOR_MAPPED_ADDRESS)) {
            return false;
        }
        open.removeIf(id -> Arrays.equals(id, message.transactionId()));
        answeredNanos = nowNanos;
        if (state == State.CHECKING) {
            state = State.CONNECTED;
            scheduleConsent(nowNanos);
        }
        return true;
    }

    private void scheduleConsent(long nowNanos) {
        long pause = (long) (CONSENT_INTERVAL_NANOS * random.nextDouble(0.8, 1.2));
        nextNanos = nowNanos + Math.min(pause, answeredNanos + CONSENT_NANOS - nowNanos);
    }

    private boolean isOpen(byte[] transactionId) {
        return open.stream().anyMatch(id -> Arrays.equals(id, transactionId));
    }

    private byte[] newRequest() {
        byte[] transactionId = new byte[Message.TRANSACTION_ID_LENGTH];
        random.nextBytes(transactionId);
        if (open.size() == MAX_OPEN) {
            open.removeFirst();
        }
        open.addLast(transactionId);
        try {
            Request check = MessageFactory.createBindingRequest(PRIORITY, true, tieBreaker);
            check.putAttribute(AttributeFactory.createUseCandidateAttribute());
            check.putAttribute(AttributeFactory.createUsernameAttribute(username.getBytes(StandardCharsets.UTF_8)));
            check.setTransactionID(transactionId);
            return StunWriter.write(check, key);
        } catch (StunException e) {
            throw new IllegalStateException("the check's values are in range", e);
        }
    }
}
