package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.stun.StunMessage;
import dev.moim.stunturn.stun.TurnAnswer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.ice4j.attribute.Attribute;
import org.jspecify.annotations.Nullable;

/// Allocate and Refresh (RFC 8656 section 7).
final class AllocateDesk {
    static final int DEFAULT_LIFETIME_SECONDS = 600;
    static final int MAX_LIFETIME_SECONDS = 3600;

    private static final byte UDP = 17;

    private final Allocations allocations;
    private final Predicate<String> welcome;

    /// @param welcome asked with the subject before a new allocation
    AllocateDesk(Allocations allocations, Predicate<String> welcome) {
        this.allocations = allocations;
        this.welcome = welcome;
    }

    /// @param existing what the path is used for already, or null
    Outcome onAllocate(
            StunMessage request,
            ClientPath client,
            Login login,
            @Nullable Allocation existing,
            Families families,
            long nowNanos,
            long epochSeconds) {
        if (existing != null) {
            return repeat(existing, request, login);
        }
        if (epochSeconds >= login.expirySeconds()) {
            return new Outcome.Refused(Refusal.UNAUTHENTICATED);
        }
        int refusal = refusal(request, login);
        if (refusal != 0) {
            return new Outcome.Refused(refusal);
        }
        InetAddress address = families.choose(request.value(Attribute.REQUESTED_ADDRESS_FAMILY));
        if (address == null) {
            return new Outcome.Refused(Refusal.ADDRESS_FAMILY_NOT_SUPPORTED);
        }
        if (allocations.isQuotaReached(login, client)) {
            return new Outcome.Refused(Refusal.QUOTA_REACHED);
        }
        Allocation made = allocations.open(client, login, address, request.has(Attribute.EVEN_PORT));
        if (made == null) {
            return new Outcome.Refused(Refusal.INSUFFICIENT_CAPACITY);
        }
        int lifetime = lifetime(request);
        made.extend(nowNanos + TimeUnit.SECONDS.toNanos(lifetime));
        byte[] answer = TurnAnswer.allocated(request, made.relayed, client.address(), lifetime, login.key());
        made.answered(request.transactionId(), answer);
        return new Outcome.Answer(TurnEnd.ALLOCATED, answer);
    }

    /// A request whose answer was lost comes again and gets the same answer; any other one finds the path taken.
    private static Outcome repeat(Allocation existing, StunMessage request, Login login) {
        byte[] before =
                existing.login.username().equals(login.username()) ? existing.answerTo(request.transactionId()) : null;
        return before == null
                ? new Outcome.Refused(Refusal.ALLOCATION_MISMATCH)
                : new Outcome.Answer(TurnEnd.ANSWERED, before);
    }

    /// @return an error code, or 0
    private int refusal(StunMessage request, Login login) {
        byte[] transport = request.value(Attribute.REQUESTED_TRANSPORT);
        if (transport == null || transport.length != 4 || isLifetimeMalformed(request)) {
            return Refusal.BAD_REQUEST;
        }
        if (transport[0] != UDP) {
            return Refusal.UNSUPPORTED_TRANSPORT;
        }
        byte[] evenPort = request.value(Attribute.EVEN_PORT);
        if (evenPort != null && evenPort.length != 1) {
            return Refusal.BAD_REQUEST;
        }
        if (request.has(Attribute.RESERVATION_TOKEN)) {
            boolean exclusive = evenPort != null || request.has(Attribute.REQUESTED_ADDRESS_FAMILY);
            // No token is ever given out, so none is good.
            return exclusive ? Refusal.BAD_REQUEST : Refusal.INSUFFICIENT_CAPACITY;
        }
        if (evenPort != null && evenPort[0] < 0) {
            // The R bit wants the next port reserved, which nothing but plain RTP without rtcp-mux needs.
            return Refusal.INSUFFICIENT_CAPACITY;
        }
        return welcome.test(login.subject()) ? 0 : Refusal.FORBIDDEN;
    }

    Outcome onRefresh(StunMessage request, Allocation allocation, long nowNanos) {
        byte[] family = request.value(Attribute.REQUESTED_ADDRESS_FAMILY);
        if (isLifetimeMalformed(request)) {
            return new Outcome.Refused(Refusal.BAD_REQUEST);
        }
        if (family != null && !Families.isFamily(family, allocation.isIpv4())) {
            return new Outcome.Refused(Refusal.PEER_ADDRESS_FAMILY_MISMATCH);
        }
        byte[] wanted = request.value(Attribute.LIFETIME);
        if (wanted != null && ByteBuffer.wrap(wanted).getInt() == 0) {
            allocations.end(allocation);
            return answer(TurnAnswer.refreshed(request, 0, allocation.login.key()));
        }
        int lifetime = lifetime(request);
        allocation.extend(nowNanos + TimeUnit.SECONDS.toNanos(lifetime));
        return answer(TurnAnswer.refreshed(request, lifetime, allocation.login.key()));
    }

    private static boolean isLifetimeMalformed(StunMessage request) {
        byte @Nullable [] lifetime = request.value(Attribute.LIFETIME);
        return lifetime != null && lifetime.length != 4;
    }

    private static int lifetime(StunMessage request) {
        byte[] wanted = request.value(Attribute.LIFETIME);
        long seconds = wanted == null
                ? 0
                : Integer.toUnsignedLong(ByteBuffer.wrap(wanted).getInt());
        return Math.clamp(seconds, DEFAULT_LIFETIME_SECONDS, MAX_LIFETIME_SECONDS);
    }

    private static Outcome answer(byte[] message) {
        return new Outcome.Answer(TurnEnd.ANSWERED, message);
    }
}
