package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/// The streams that a client receives: a section keeps its SSRCs from offer to offer, so that a new offer disturbs no
/// stream. Sections that an offer no longer has are forgotten.
final class Slots {
    private final IntSupplier random;
    private Map<String, Negotiated.Slot> byMid = new HashMap<>();

    /// @param random taken numbers and 0 are skipped here
    Slots(IntSupplier random) {
        this.random = random;
    }

    /// The slots of the accepted sections, in their order.
    List<Negotiated.Slot> take(SessionDescription offer, List<AcceptedSection> accepted) {
        Map<String, Negotiated.Slot> kept = new HashMap<>();
        for (MediaSection section : offer.sections()) {
            Negotiated.Slot slot = byMid.get(section.mid());
            if (slot != null && slot.video() == section.isVideo()) {
                kept.put(slot.mid(), slot);
            }
        }
        byMid = kept;
        var slots = new ArrayList<Negotiated.Slot>();
        for (AcceptedSection section : accepted) {
            if (section.use() == AcceptedSection.Use.SLOT) {
                Negotiated.Slot slot = byMid.computeIfAbsent(section.mid(), mid -> slot(mid, section.isVideo()));
                slots.add(slot.with(section.extensionUris()));
            }
        }
        return slots;
    }

    private Negotiated.Slot slot(String mid, boolean video) {
        int ssrc = newSsrc(0);
        return new Negotiated.Slot(mid, video, ssrc, video ? newSsrc(ssrc) : 0, Set.of());
    }

    private int newSsrc(int except) {
        while (true) {
            int ssrc = random.getAsInt();
            if (ssrc != 0 && ssrc != except && !isTaken(ssrc)) {
                return ssrc;
            }
        }
    }

    private boolean isTaken(int ssrc) {
        for (Negotiated.Slot slot : byMid.values()) {
            if (slot.ssrc() == ssrc || slot.rtxSsrc() == ssrc) {
                return true;
            }
        }
        return false;
    }
}
