package dev.moim.media.router;

import dev.moim.media.DropReason;
import dev.moim.media.MediaListener;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.SourceId;
import dev.moim.media.Wish;
import dev.moim.media.rtp.RtpView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One room's media: which source goes to which subscriber's slot. Takes decrypted packets, sends through [PeerLink]s.
/// No clock, no lock; every call on the loop that owns the room, with the loop's time of [System#nanoTime].
public final class Router {
    private final MediaListener listener;
    private final RouterCounters counters;
    private final Map<PeerId, RouterPeer> peers = new HashMap<>();

    public Router(MediaListener listener, RouterCounters counters) {
        this.listener = listener;
        this.counters = counters;
    }

    /// Adds a peer, or changes the parameters of one that is here: publications and slots whose mid stays keep their
    /// streams. Nothing is sent to a peer before [#connected].
    public RouterPeer join(PeerId id, PeerParameters parameters, PeerLink link, long nowNanos) {
        RouterPeer peer = peers.get(id);
        if (peer == null) {
            peer = new RouterPeer(id, parameters, link);
            peers.put(id, peer);
        } else {
            peer.change(parameters, link);
        }
        return peer;
    }

    /// Removes a peer; its sources leave all slots. Does nothing for an unknown one.
    public void leave(PeerId id, long nowNanos) {
        peers.remove(id);
    }

    /// The peer's keys are in place: it is sent to from now on. The caller announces it to the room's listener.
    public void connected(RouterPeer peer, long nowNanos) {}

    /// A source was muted or unmuted by its publisher; see [dev.moim.media.MediaRoom#setEnabled].
    public void setEnabled(SourceId source, boolean enabled, long nowNanos) {}

    /// See [dev.moim.media.MediaRoom#setWishes].
    public void setWishes(PeerId subscriber, List<Wish> wishes, long nowNanos) {}

    /// Whether an encrypted packet is worth decrypting: neither a duplicate nor of an unknown stream. What is not is
    /// counted here. Changes nothing, for the packet is not authenticated.
    public boolean accepts(RouterPeer peer, RtpView encrypted, long nowNanos) {
        return encrypted.length() > 0;
    }

    /// Takes a decrypted packet and queues it for its subscribers; [#poll] sends. The bytes are changed.
    public void onRtp(RouterPeer peer, RtpView plaintext, long nowNanos) {
        counters.drop(DropReason.UNKNOWN_STREAM);
    }

    /// Takes a decrypted compound packet.
    public void onRtcp(RouterPeer peer, byte[] buffer, int offset, int length, long nowNanos) {}

    /// Sends what is due, peer by peer.
    ///
    /// @return when to call again at the latest, [Long#MAX_VALUE] when only a packet or command can bring work
    public long poll(long nowNanos) {
        return Long.MAX_VALUE;
    }

    MediaListener listener() {
        return listener;
    }
}
