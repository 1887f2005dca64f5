package dev.moim.stunturn.turn;

import dev.moim.stunturn.stun.IpAddress;
import dev.moim.stunturn.stun.StunMessage;
import dev.moim.stunturn.stun.TurnAnswer;
import dev.moim.stunturn.stun.XorAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ice4j.attribute.Attribute;
import org.jspecify.annotations.Nullable;

/// CreatePermission and ChannelBind (RFC 8656 sections 10 and 12).
final class PeerDesk {
    /// All or nothing: one address that is refused refuses the request.
    Outcome onCreatePermission(StunMessage request, Allocation allocation, PeerPolicy policy, long nowNanos) {
        List<XorAddress> peers = peers(request);
        if (peers == null || peers.isEmpty()) {
            return new Outcome.Refused(Refusal.BAD_REQUEST);
        }
        Set<IpAddress> ips = new LinkedHashSet<>();
        for (XorAddress peer : peers) {
            if (peer.ip().isIpv4() != allocation.isIpv4()) {
                return new Outcome.Refused(Refusal.PEER_ADDRESS_FAMILY_MISMATCH);
            }
            ips.add(peer.ip());
        }
        if (!ips.stream().allMatch(policy::permits)) {
            return new Outcome.Refused(Refusal.FORBIDDEN);
        }
        return allocation.permissions.grant(ips, nowNanos)
                ? new Outcome.Answer(TurnEnd.ANSWERED, TurnAnswer.done(request, allocation.login.key()))
                : new Outcome.Refused(Refusal.INSUFFICIENT_CAPACITY);
    }

    /// Binds a channel or refreshes it, and the permission with it.
    Outcome onChannelBind(StunMessage request, Allocation allocation, PeerPolicy policy, long nowNanos) {
        byte[] value = request.value(Attribute.CHANNEL_NUMBER);
        List<XorAddress> peers = peers(request);
        if (value == null || value.length != 4 || peers == null || peers.isEmpty()) {
            return new Outcome.Refused(Refusal.BAD_REQUEST);
        }
        int channel = ChannelData.uint16(value, 0);
        XorAddress address = peers.getFirst();
        if (!ChannelData.isChannel(channel)) {
            return new Outcome.Refused(Refusal.BAD_REQUEST);
        }
        if (address.ip().isIpv4() != allocation.isIpv4()) {
            return new Outcome.Refused(Refusal.PEER_ADDRESS_FAMILY_MISMATCH);
        }
        PeerPolicy.Verdict verdict = policy.judge(address);
        if (verdict == PeerPolicy.Verdict.DENIED) {
            return new Outcome.Refused(Refusal.FORBIDDEN);
        }
        Peer bound = allocation.peerOf(channel, nowNanos);
        Peer peer = allocation.peer(address);
        if ((bound != null && bound != peer)
                || (peer != null && peer.channel(nowNanos) != 0 && peer.channel(nowNanos) != channel)) {
            return new Outcome.Refused(Refusal.BAD_REQUEST);
        }
        if (!allocation.permissions.grant(Set.of(address.ip()), nowNanos)) {
            return new Outcome.Refused(Refusal.INSUFFICIENT_CAPACITY);
        }
        if (peer == null) {
            peer = allocation.addPeer(address, verdict == PeerPolicy.Verdict.SERVER, nowNanos);
        }
        if (peer == null) {
            return new Outcome.Refused(Refusal.INSUFFICIENT_CAPACITY);
        }
        peer.bind(channel, nowNanos);
        return new Outcome.Answer(TurnEnd.ANSWERED, TurnAnswer.done(request, allocation.login.key()));
    }

    /// @return null if one of them is malformed
    static @Nullable List<XorAddress> peers(StunMessage message) {
        List<XorAddress> peers = new ArrayList<>();
        for (byte[] value : message.values(Attribute.XOR_PEER_ADDRESS)) {
            XorAddress peer = XorAddress.decode(value, message.transactionId());
            if (peer == null) {
                return null;
            }
            peers.add(peer);
        }
        return peers;
    }
}
