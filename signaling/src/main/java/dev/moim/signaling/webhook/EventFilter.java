package dev.moim.signaling.webhook;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which events an endpoint wants: types such as `room.ended`, and groups such as `recording.*`.
///
/// @param wanted sorted, without doubles
record EventFilter(List<String> wanted) {
    /// Every type of the log; docs/events.md describes them.
    static final Set<String> TYPES = Set.of(
            "room.created",
            "room.started",
            "room.ended",
            "room.deleted",
            "participant.joined",
            "participant.left",
            "chat.posted",
            "recording.started",
            "recording.paused",
            "recording.resumed",
            "recording.stopped",
            "recording.uploaded",
            "recording.failed",
            "recording.degraded",
            "webhook.disabled");

    /// Without a filter all but the chat: what people say leaves the server only when the owner asks for it by name.
    static final EventFilter DEFAULT = new EventFilter(List.of("participant.*", "recording.*", "room.*", "webhook.*"));

    private static final Set<String> GROUPS =
            TYPES.stream().map(EventFilter::group).collect(Collectors.toUnmodifiableSet());

    /// @throws WebhookException when a word is neither a type nor a group, or there is none
    static EventFilter of(Collection<String> words) {
        if (words.isEmpty()) {
            throw WebhookException.invalid("events", "events has at least one type");
        }
        for (String word : words) {
            // JSON may have null in a list.
            if (word == null || (!TYPES.contains(word) && !GROUPS.contains(word))) {
                throw WebhookException.invalid("events", "there is no such event: " + shortened(String.valueOf(word)));
            }
        }
        return new EventFilter(List.copyOf(new TreeSet<>(words)));
    }

    static EventFilter stored(String text) {
        return new EventFilter(Arrays.asList(text.split(",")));
    }

    String text() {
        return String.join(",", wanted);
    }

    boolean matches(String type) {
        return wanted.contains(type) || wanted.contains(group(type));
    }

    private static String group(String type) {
        return type.substring(0, type.indexOf('.') + 1) + "*";
    }

    private static String shortened(String word) {
        return word.length() > 64 ? word.substring(0, 64) : word;
    }
}
