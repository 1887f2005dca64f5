package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.RelayedPath;
import dev.moim.stunturn.TurnEffects;
import dev.moim.stunturn.TurnServer;
import dev.moim.stunturn.stun.IpAddress;
import dev.moim.stunturn.stun.StunMessage;
import dev.moim.stunturn.stun.XorAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.ice4j.attribute.Attribute;
import org.ice4j.message.Message;
import org.jspecify.annotations.Nullable;

/// The TURN server: tells data from requests and carries data; requests go to [RequestDesk]. Data on channels allocates
/// nothing.
public final class TurnCore implements TurnServer {
    private final TurnEffects effects;
    private final Counters counters = new Counters();
    private final Allocations allocations;
    private final RequestDesk requests;
    private final ClientWriter writer;
    private final Understood understood;
    private PeerPolicy policy;

    /// @param welcome asked with the subject before a new allocation is made; must not block
    /// @param random for nonces, transaction ids and ports; a SecureRandom outside tests
    public TurnCore(
            TurnSettings settings,
            TurnSecret secret,
            Predicate<String> welcome,
            TurnEffects effects,
            RandomGenerator random,
            long nowNanos,
            Instant now) {
        this(settings, policy(settings), secret, welcome, effects, random, nowNanos, now);
    }

    /// With a policy that denies less than it should, for tests that have only one machine.
    TurnCore(
            TurnSettings settings,
            PeerPolicy policy,
            TurnSecret secret,
            Predicate<String> welcome,
            TurnEffects effects,
            RandomGenerator random,
            long nowNanos,
            Instant now) {
        this.effects = effects;
        this.policy = policy;
        allocations = new Allocations(settings, policy.opensPeers(), effects, random);
        understood = new Understood(policy.opensPeers());
        Gate gate = new Gate(secret, settings.realm(), new Nonces(random, nowNanos));
        requests = new RequestDesk(
                gate,
                allocations,
                new AllocateDesk(allocations, welcome),
                understood,
                new StrangerLimit(random, nowNanos),
                effects);
        requests.onTime(nowNanos, now);
        writer = new ClientWriter(effects, random);
    }

    private static PeerPolicy policy(TurnSettings settings) {
        List<IpPrefix> opened = settings.peers().stream().map(IpPrefix::parse).toList();
        TurnSettings.PortRange ports = settings.peerPorts();
        return new PeerPolicy(opened, DeniedPeers.ALL, ports.first(), ports.last(), List.of());
    }

    @Override
    public void onServerAddresses(List<InetSocketAddress> addresses) {
        policy = policy.withServer(addresses);
        requests.onFamilies(Families.of(addresses));
    }

    @Override
    public void onClient(ClientPath client, byte[] buffer, int offset, int length, long nowNanos) {
        if (length < ChannelData.HEADER) {
            counters.count(TurnEnd.MALFORMED);
        } else if (ChannelData.isChannel(ChannelData.uint16(buffer, offset))) {
            counters.count(onChannelData(client, buffer, offset, length, nowNanos));
        } else {
            StunMessage message = StunMessage.parse(buffer, offset, length);
            counters.count(message == null ? TurnEnd.MALFORMED : onMessage(message, client, nowNanos));
        }
    }

    private TurnEnd onChannelData(ClientPath client, byte[] buffer, int offset, int length, long nowNanos) {
        int size = ChannelData.uint16(buffer, offset + 2);
        if (size > length - ChannelData.HEADER) {
            return TurnEnd.MALFORMED;
        }
        Allocation allocation = allocations.of(client, nowNanos);
        if (allocation == null) {
            return TurnEnd.NO_ALLOCATION;
        }
        Peer peer = allocation.peerOf(ChannelData.uint16(buffer, offset), nowNanos);
        return peer == null ? TurnEnd.NO_CHANNEL : send(allocation, peer, buffer, offset + ChannelData.HEADER, size);
    }

    private TurnEnd send(Allocation allocation, Peer peer, byte[] buffer, int offset, int length) {
        RelayedPath path = peer.path;
        if (path == null) {
            effects.toPeer(allocation.relayed, peer.socketAddress, buffer, offset, length);
            return TurnEnd.TO_PEER;
        }
        effects.toServer(path, buffer, offset, length);
        return TurnEnd.TO_SERVER;
    }

    private TurnEnd onMessage(StunMessage message, ClientPath client, long nowNanos) {
        return message.type() == Message.SEND_INDICATION
                ? onSend(message, client, nowNanos)
                : requests.onMessage(message, client, policy, nowNanos);
    }

    private TurnEnd onSend(StunMessage message, ClientPath client, long nowNanos) {
        Allocation allocation = allocations.of(client, nowNanos);
        if (allocation == null) {
            return TurnEnd.NO_ALLOCATION;
        }
        byte[] data = message.value(Attribute.DATA);
        List<XorAddress> peers = PeerDesk.peers(message);
        if (data == null
                || peers == null
                || peers.isEmpty()
                || !understood.unknown(message).isEmpty()) {
            return TurnEnd.MALFORMED;
        }
        XorAddress address = peers.getFirst();
        PeerPolicy.Verdict verdict = policy.judge(address);
        if (verdict == PeerPolicy.Verdict.DENIED) {
            return TurnEnd.DENIED;
        }
        // That the family fits is known from the permission.
        Peer peer = allocation.peer(address);
        boolean permitted = peer == null
                ? allocation.permissions.holds(address.ip(), nowNanos)
                : allocation.permits(peer, nowNanos);
        if (!permitted) {
            return TurnEnd.NO_PERMISSION;
        }
        if (peer != null) {
            return send(allocation, peer, data, 0, data.length);
        }
        if (verdict == PeerPolicy.Verdict.OPENED) {
            effects.toPeer(allocation.relayed, address.toSocketAddress(), data, 0, data.length);
            return TurnEnd.TO_PEER;
        }
        Peer fresh = allocation.addPeer(address, true, nowNanos);
        return fresh == null ? TurnEnd.DENIED : send(allocation, fresh, data, 0, data.length);
    }

    @Override
    public void onClientGone(ClientPath client) {
        allocations.endIf(allocation -> allocation.client.equals(client));
    }

    @Override
    public boolean fromServer(InetSocketAddress path, byte[] buffer, int offset, int length, long nowNanos) {
        Allocation allocation = allocations.ofInner(path.getAddress(), nowNanos);
        Peer peer = allocation == null ? null : allocation.peerAt(path.getPort());
        if (allocation == null || peer == null) {
            counters.count(TurnEnd.NO_ALLOCATION);
            return false;
        }
        return deliver(allocation, peer, buffer, offset, length, nowNanos);
    }

    @Override
    public void fromPeer(
            InetSocketAddress relayed, InetSocketAddress peer, byte[] buffer, int offset, int length, long nowNanos) {
        Allocation allocation = allocations.ofRelayed(relayed, nowNanos);
        if (allocation == null) {
            counters.count(TurnEnd.NO_ALLOCATION);
            return;
        }
        Peer known = allocation.peer(peer);
        if (known != null) {
            deliver(allocation, known, buffer, offset, length, nowNanos);
            return;
        }
        XorAddress address = new XorAddress(IpAddress.of(peer.getAddress()), peer.getPort());
        boolean permitted = allocation.permissions.holds(address.ip(), nowNanos);
        boolean sent = permitted && writer.sendIndication(allocation.client, address, buffer, offset, length);
        counters.count(sent ? TurnEnd.TO_CLIENT : TurnEnd.NO_PERMISSION);
    }

    private boolean deliver(Allocation allocation, Peer peer, byte[] buffer, int offset, int length, long nowNanos) {
        int channel = peer.channel(nowNanos);
        boolean sent = channel != 0
                ? writer.sendOnChannel(allocation.client, channel, buffer, offset, length)
                : allocation.permits(peer, nowNanos)
                        && writer.sendIndication(allocation.client, peer.address, buffer, offset, length);
        counters.count(sent ? TurnEnd.TO_CLIENT : TurnEnd.NO_PERMISSION);
        return sent;
    }

    @Override
    public int revoke(Predicate<String> subjects) {
        return allocations.endIf(allocation -> subjects.test(allocation.login.subject()));
    }

    @Override
    public void poll(long nowNanos, Instant now) {
        requests.onTime(nowNanos, now);
        allocations.endIf(allocation -> allocation.isOver(nowNanos));
    }

    @Override
    public int allocations() {
        return allocations.size();
    }

    @Override
    public Map<String, Long> counters() {
        return counters.values();
    }

    /// The state of a client's allocation, for tests.
    @Nullable
    Allocation allocation(ClientPath client, long nowNanos) {
        return allocations.of(client, nowNanos);
    }
}
