package dev.moim.signaling.objects;

import java.util.regex.Pattern;

/// What a key may look like: the same everywhere, and never a way out of the folder.
final class Keys {
    private static final int MAX_LENGTH = 500;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private Keys() {}

    static String check(String key) {
        if (key.length() > MAX_LENGTH || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key");
        }
        return key;
    }
}
