package dev.moim.signaling.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One range of a file (RFC 9110 section 14).
///
/// @param first of the bytes, counted from 0
/// @param length at least 1
record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /// The header cannot be satisfied by a file of that size.
    static final class Unsatisfiable extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// Reads the header `Range`. Several ranges, and what is no range of bytes, are ignored, as section 14.2 allows.
    static Optional<ByteRange> of(String header, long size) throws Unsatisfiable {
        Matcher single = SINGLE.matcher(header.replace(" ", ""));
        if (!single.matches() || (single.group(1).isEmpty() && single.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (single.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(single.group(2)), size);
            return Optional.of(within(size - suffix, size - 1, size));
        }
        long first = Long.parseLong(single.group(1));
        long last = single.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(single.group(2)), size - 1);
        boolean backwards = !single.group(2).isEmpty() && Long.parseLong(single.group(2)) < first;
        return backwards ? Optional.empty() : Optional.of(within(first, last, size));
    }

    private static ByteRange within(long first, long last, long size) throws Unsatisfiable {
        if (first >= size || last < first) {
            throw new Unsatisfiable();
        }
        return new ByteRange(first, last - first + 1);
    }

    String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
    }
}
