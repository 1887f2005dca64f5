package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.List;

/// The pieces that lines are made of (RFC 8866 section 9). Without regular expressions: an offer has two thousand
/// lines, and someone waits for the answer.
final class Grammar {
    private Grammar() {}

    /// The pieces between spaces.
    static List<String> words(String value) {
        return pieces(' ', value);
    }

    /// The pieces between separators, empty ones left out.
    static List<String> pieces(char separator, String value) {
        var pieces = new ArrayList<String>();
        int length = value.length();
        int start = 0;
        while (start < length) {
            int end = value.indexOf(separator, start);
            if (end < 0) {
                end = length;
            }
            if (end > start) {
                pieces.add(value.substring(start, end));
            }
            start = end + 1;
        }
        return pieces;
    }

    /// What stands before the separator, or everything without one.
    static String before(char separator, String value) {
        int at = value.indexOf(separator);
        return at < 0 ? value : value.substring(0, at);
    }

    /// What stands behind the separator, or nothing without one.
    static String behind(char separator, String value) {
        int at = value.indexOf(separator);
        return at < 0 ? "" : value.substring(at + 1);
    }

    /// A name that is echoed in the answer and travels in a header extension: letters, digits and . _ + -
    static String name(String value, int most, String what, int line) {
        boolean valid = !value.isEmpty() && value.length() <= most;
        for (int i = 0; valid && i < value.length(); i++) {
            char c = value.charAt(i);
            valid = isAlphanumeric(c) || c == '.' || c == '_' || c == '+' || c == '-';
        }
        if (!valid) {
            throw SdpException.at(line, what + " has 1 to " + most + " letters, digits and . _ + -");
        }
        return value;
    }

    /// A token of RFC 8866; `also` is one more character that is taken.
    static String token(String value, char also, String what, int line) {
        boolean valid = !value.isEmpty();
        for (int i = 0; valid && i < value.length(); i++) {
            char c = value.charAt(i);
            valid = isAlphanumeric(c) || "!#$%&'*+-.^_`{|}~".indexOf(c) >= 0 || c == also;
        }
        if (!valid) {
            throw SdpException.at(line, what + " is a token");
        }
        return value;
    }

    /// The alphabet of ufrag and password (RFC 8839 section 5.4).
    static String iceChars(String value, int least, String what, int line) {
        boolean valid = value.length() >= least && value.length() <= 256;
        for (int i = 0; valid && i < value.length(); i++) {
            char c = value.charAt(i);
            valid = isAlphanumeric(c) || c == '+' || c == '/';
        }
        if (!valid) {
            throw SdpException.at(line, what + " has " + least + " to 256 ice-chars");
        }
        return value;
    }

    /// Sixteen to 64 pairs of hexadecimal digits with colons between them.
    static boolean isHash(String value) {
        int pairs = (value.length() + 1) / 3;
        if (value.length() % 3 != 2 || pairs < 16 || pairs > 64) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (i % 3 == 2 ? c != ':' : !isHex(c)) {
                return false;
            }
        }
        return true;
    }

    static int number(String digits, int least, int most, String what, int line) {
        long value = unsigned(digits);
        if (value < least || value > most) {
            throw SdpException.at(line, what + " is a number from " + least + " to " + most);
        }
        return (int) value;
    }

    /// At most ten decimal digits, or -1.
    static long unsigned(String digits) {
        if (digits.isEmpty() || digits.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = 10 * value + (c - '0');
        }
        return value;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
