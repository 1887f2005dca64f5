package dev.moim.media;

import java.util.List;

/// An m-section in which the peer sends.
///
/// @param mid its `a=mid`
/// @param source what it carries
/// @param rids the restriction ids of simulcast layers in the order of the offer, empty without simulcast
public record Publication(String mid, SourceKind source, List<String> rids) {
    public Publication {
        rids = List.copyOf(rids);
    }
}
