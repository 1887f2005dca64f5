package dev.moim.media.router;

import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;

/// A peer's place in its router: a handle for the loop. One thread.
public final class RouterPeer {
    private final PeerId id;
    private PeerParameters parameters;
    private PeerLink link;

    RouterPeer(PeerId id, PeerParameters parameters, PeerLink link) {
        this.id = id;
        this.parameters = parameters;
        this.link = link;
    }

    public PeerId id() {
        return id;
    }

    PeerParameters parameters() {
        return parameters;
    }

    PeerLink link() {
        return link;
    }

    void change(PeerParameters newParameters, PeerLink newLink) {
        parameters = newParameters;
        link = newLink;
    }
}
