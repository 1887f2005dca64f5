package dev.moim.media;

import java.util.Optional;

/// Who is in a receive slot.
///
/// @param mid the slot's `a=mid`
/// @param source empty while the slot is idle
/// @param firstRtpTimestamp the RTP timestamp (unsigned 32 bits, in the slot's own time line) from which pictures
///     belong to this source; a page hides older ones
public record SlotAssignment(String mid, Optional<SourceId> source, long firstRtpTimestamp) {}
