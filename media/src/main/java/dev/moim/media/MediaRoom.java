package dev.moim.media;

import java.net.InetSocketAddress;
import java.util.List;

/// A room's media. Every method may be called from any thread, returns at once and takes effect in the order of the
/// calls; calls that name an unknown peer do nothing.
public interface MediaRoom extends AutoCloseable {
    /// Adds a peer, or changes the parameters of one that is in the room: publications and slots may be added, those
    /// that stay keep their streams.
    void join(PeerId peer, PeerParameters parameters);

    /// Removes a peer: its sources leave all slots, nothing more is sent to it, its addresses are forgotten.
    void leave(PeerId peer);

    /// ICE authenticated an address of the peer. Datagrams are accepted from every address told here; sending starts
    /// to the first and moves to a nominated one.
    void addPath(PeerId peer, InetSocketAddress remote, boolean nominated);

    /// ICE has heard nothing from the address for a while: datagrams from it are no longer accepted.
    void removePath(PeerId peer, InetSocketAddress remote);

    /// A publisher muted or unmuted a source. A disabled source is in no slot; an enabled camera is asked for a key
    /// frame. Sources start disabled.
    void setEnabled(SourceId source, boolean enabled);

    /// What the subscriber wants to see, the most important first; replaces the wishes before.
    void setWishes(PeerId subscriber, List<Wish> wishes);

    /// Records every source of the room from now on, those that come later too; a recording before it ends. The
    /// listener hears [RecordingEvent.Closed] or [RecordingEvent.Failed] last, whatever becomes of the room.
    ///
    /// @param settings whose folder exists and is this recording's own
    void record(RecordingSettings settings, RecordingListener listener);

    /// Ends the recording, if there is one, and closes its files.
    void endRecording();

    /// Removes all peers and the room, and ends its recording.
    @Override
    void close();
}
