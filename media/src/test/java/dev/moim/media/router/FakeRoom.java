package dev.moim.media.router;

import dev.moim.media.DropReason;
import dev.moim.media.MediaEvent;
import dev.moim.media.SlotAssignment;
import dev.moim.media.SourceId;
import dev.moim.media.track.BufferBudget;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A router with its time in the test's hand.
final class FakeRoom implements RouterCounters {
    static final long MILLI = 1_000_000;

    /// Shortly before the numbers wrap: whoever compares times instead of subtracting them fails.
    long now = Long.MAX_VALUE - 2_000 * MILLI;

    final List<MediaEvent> events = new ArrayList<>();
    final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    final BufferBudget budget;
    final Router router;
    int forwarded;
    int retransmitted;
    int keyFramesRequested;
    private int peers;

    FakeRoom() {
        this(new BufferBudget(Long.MAX_VALUE));
    }

    FakeRoom(BufferBudget budget) {
        this.budget = budget;
        router = new Router(events::add, this, budget);
    }

    FakePeer join(String name) {
        return join(name, 3, 4);
    }

    FakePeer join(String name, int audioSlots, int videoSlots) {
        return enter(new FakePeer(this, name, ++peers, audioSlots, videoSlots));
    }

    FakePeer prepare(String name, int audioSlots, int videoSlots) {
        return new FakePeer(this, name, ++peers, audioSlots, videoSlots);
    }

    FakePeer enter(FakePeer peer) {
        RouterPeer handle = router.join(peer.id, peer.parameters(), peer, now);
        peer.handle = handle;
        router.connected(handle, now);
        return peer;
    }

    /// Joins with microphone and camera switched on.
    FakePeer joinLive(String name) {
        FakePeer peer = join(name);
        router.setEnabled(peer.camera(), true, now);
        router.setEnabled(peer.microphone(), true, now);
        return peer;
    }

    void poll() {
        router.poll(now);
    }

    void pass(long millis) {
        for (long i = 0; i < millis; i += 10) {
            now += 10 * MILLI;
            router.poll(now);
        }
    }

    int drops(DropReason reason) {
        return drops.getOrDefault(reason, 0);
    }

    /// What was last said of a subscriber's slots.
    List<SlotAssignment> slots(FakePeer subscriber) {
        return events.reversed().stream()
                .filter(event -> event instanceof MediaEvent.SlotsChanged changed
                        && changed.subscriber().equals(subscriber.id))
                .map(event -> ((MediaEvent.SlotsChanged) event).slots())
                .findFirst()
                .orElse(List.of());
    }

    Optional<SourceId> slot(FakePeer subscriber, String mid) {
        return slots(subscriber).stream()
                .filter(slot -> slot.mid().equals(mid))
                .findFirst()
                .flatMap(SlotAssignment::source);
    }

    @Override
    public void forwarded() {
        forwarded++;
    }

    @Override
    public void retransmitted() {
        retransmitted++;
    }

    @Override
    public void keyFrameRequested() {
        keyFramesRequested++;
    }

    @Override
    public void drop(DropReason reason) {
        drops.merge(reason, 1, Integer::sum);
    }
}
