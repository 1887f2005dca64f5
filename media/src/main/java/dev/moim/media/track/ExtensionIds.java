package dev.moim.media.track;

import dev.moim.media.HeaderExtension;
import dev.moim.media.rtp.RtpView;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// A peer's ids of the header extensions (RFC 8285), 0 for those that were not agreed.
public record ExtensionIds(
        int mid,
        int rid,
        int repairedRid,
        int audioLevel,
        int transportCc,
        int videoOrientation,
        int dependencyDescriptor) {
    public static ExtensionIds of(Map<HeaderExtension, Integer> agreed) {
        return new ExtensionIds(
                agreed.getOrDefault(HeaderExtension.MID, 0),
                agreed.getOrDefault(HeaderExtension.RID, 0),
                agreed.getOrDefault(HeaderExtension.REPAIRED_RID, 0),
                agreed.getOrDefault(HeaderExtension.AUDIO_LEVEL, 0),
                agreed.getOrDefault(HeaderExtension.TRANSPORT_CC, 0),
                agreed.getOrDefault(HeaderExtension.VIDEO_ORIENTATION, 0),
                agreed.getOrDefault(HeaderExtension.DEPENDENCY_DESCRIPTOR, 0));
    }

    /// The ids of a bundle's extensions, for an m-section that agreed to a part of them.
    public static ExtensionIds of(Map<HeaderExtension, Integer> bundle, Set<HeaderExtension> agreed) {
        Map<HeaderExtension, Integer> ids = new EnumMap<>(HeaderExtension.class);
        ids.putAll(bundle);
        ids.keySet().retainAll(agreed);
        return of(ids);
    }

    /// Where the element's data begins, or -1 when it was not agreed, is not in the packet, or is shorter than asked.
    public static int find(RtpView packet, int id, int bytes) {
        return id > 0 && packet.extensionDataLength(id) >= bytes ? packet.extensionDataOffset(id) : -1;
    }
}
