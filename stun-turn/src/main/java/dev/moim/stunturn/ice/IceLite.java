package dev.moim.stunturn.ice;

import dev.moim.stunturn.Candidate;
import dev.moim.stunturn.IceGateway;
import dev.moim.stunturn.IceSession;
import dev.moim.stunturn.InnerAddress;
import dev.moim.stunturn.stun.Addresses;
import dev.moim.stunturn.stun.StunAnswer;
import dev.moim.stunturn.stun.StunMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.ice4j.attribute.Attribute;
import org.ice4j.message.Message;

/// The ICE-lite agent (RFC 8445 section 2.5): always controlled, never sends checks, answers authenticated ones.
public final class IceLite implements IceGateway {
    private static final Logger LOG = System.getLogger(IceLite.class.getName());

    private static final int ROLE_CONFLICT = 487;

    /// The comprehension-required attributes of RFC 8489 and RFC 8445 that a Binding request may carry; those that
    /// mean nothing in one are known all the same.
    private static final Set<Integer> KNOWN_ATTRIBUTES = Set.of(
            (int) Attribute.MAPPED_ADDRESS,
            (int) Attribute.USERNAME,
            (int) Attribute.MESSAGE_INTEGRITY,
            (int) Attribute.ERROR_CODE,
            (int) Attribute.UNKNOWN_ATTRIBUTES,
            (int) Attribute.REALM,
            (int) Attribute.NONCE,
            (int) Attribute.XOR_MAPPED_ADDRESS,
            (int) Attribute.PRIORITY,
            (int) Attribute.USE_CANDIDATE);

    private final IceSettings settings;
    private final IntSupplier udpPort;
    private final IntSupplier tcpPort;
    private final Logins logins = new Logins();
    private final PathOwners owners = new PathOwners();
    private final Map<IceEnd, LongAdder> counters = new EnumMap<>(IceEnd.class);
    private volatile long knownNanos;

    /// Without candidates for TCP.
    ///
    /// @param udpPort asked whenever candidates are listed, so that the port may be bound later
    public IceLite(IceSettings settings, IntSupplier udpPort) {
        this(settings, udpPort, () -> 0);
    }

    /// @param tcpPort where connections are accepted (RFC 6544), 0 for nowhere; asked as udpPort is
    public IceLite(IceSettings settings, IntSupplier udpPort, IntSupplier tcpPort) {
        this.settings = settings;
        this.udpPort = udpPort;
        this.tcpPort = tcpPort;
        for (IceEnd end : IceEnd.values()) {
            counters.put(end, new LongAdder());
        }
    }

    @Override
    public IceSession open(IceSession.Listener listener, long nowNanos) {
        knownNanos = nowNanos;
        return LiteSession.open(logins, owners, listener, () -> knownNanos, nowNanos);
    }

    @Override
    public void onDatagram(
            byte[] buffer, int offset, int length, InetSocketAddress source, Reply reply, long nowNanos) {
        if (InnerAddress.isInner(source.getAddress())) {
            count(IceEnd.FORGED_SOURCE);
        } else {
            InetSocketAddress unmapped = Addresses.unmapped(source);
            onMessage(buffer, offset, length, unmapped, unmapped, reply, nowNanos);
        }
    }

    @Override
    public void onMessage(
            byte[] buffer,
            int offset,
            int length,
            InetSocketAddress path,
            InetSocketAddress mapped,
            Reply reply,
            long nowNanos) {
        StunMessage message = StunMessage.parse(buffer, offset, length);
        count(message == null ? IceEnd.MALFORMED : onMessage(message, path, mapped, reply, nowNanos));
    }

    private IceEnd onMessage(
            StunMessage message, InetSocketAddress path, InetSocketAddress mapped, Reply reply, long nowNanos) {
        if (message.type() != Message.BINDING_REQUEST) {
            return IceEnd.NOT_A_CHECK;
        }
        String username = message.username();
        Login login = username == null ? null : logins.find(username);
        if (login == null) {
            return IceEnd.UNKNOWN_USER;
        }
        if (!message.isAuthentic(login.key)) {
            return IceEnd.BAD_INTEGRITY;
        }
        List<Integer> unknown = message.unknownAttributes(KNOWN_ATTRIBUTES);
        if (!unknown.isEmpty()) {
            send(reply, StunAnswer.unknownAttributes(message, unknown, login.key));
            return IceEnd.UNKNOWN_ATTRIBUTE;
        }
        if (message.has(Attribute.ICE_CONTROLLED)) {
            // Both sides think they are controlled; a lite agent is, so the other one has to change its role.
            send(reply, StunAnswer.error(message, ROLE_CONFLICT, "Role Conflict", login.key));
            return IceEnd.ROLE_CONFLICT;
        }
        IceEnd end = onCheck(login, message.has(Attribute.USE_CANDIDATE), path, nowNanos);
        if (end == IceEnd.ANSWERED) {
            send(reply, StunAnswer.success(message, mapped, login.key));
        }
        return end;
    }

    private IceEnd onCheck(Login login, boolean nominate, InetSocketAddress path, long nowNanos) {
        try {
            return login.session.onCheck(login, path, nominate, nowNanos);
        } catch (RuntimeException bug) {
            return onListenerFailure(login.session, bug);
        }
    }

    @Override
    public void poll(long nowNanos) {
        knownNanos = nowNanos;
        logins.forEach(login -> {
            try {
                login.session.poll(nowNanos);
            } catch (RuntimeException bug) {
                count(onListenerFailure(login.session, bug));
            }
        });
    }

    /// A listener that throws is a bug on the other side of the interface; it costs its peer only.
    private static IceEnd onListenerFailure(LiteSession session, RuntimeException bug) {
        session.close();
        LOG.log(Level.ERROR, "closed an ICE session because its listener failed", bug);
        return IceEnd.LISTENER_FAILED;
    }

    @Override
    public List<Candidate> candidates() {
        List<InetAddress> interfaces = HostCandidates.interfaceAddresses();
        return HostCandidates.list(settings, interfaces, udpPort.getAsInt(), tcpPort.getAsInt());
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> values = new TreeMap<>();
        counters.forEach((end, count) -> values.put(end.counterName(), count.sum()));
        return values;
    }

    /// How many addresses belong to a session, for tests.
    int owned() {
        return owners.size();
    }

    /// How many logins are good, for tests.
    int logins() {
        return logins.size();
    }

    private void count(IceEnd end) {
        Objects.requireNonNull(counters.get(end)).increment();
    }

    private static void send(Reply reply, byte[] answer) {
        reply.send(answer, 0, answer.length);
    }
}
