package dev.moim.signaling.protocol;

import java.time.Instant;
import java.util.Optional;

/// A chat message as it was posted.
///
/// @param number counts in the room from 1, without gaps
/// @param name the author's name when it was posted
/// @param clientMessageId the author's own id, in the author's copy only
public record ChatLine(
        long number,
        String id,
        String participant,
        String name,
        String text,
        Instant at,
        Optional<String> clientMessageId) {

    public ChatLine withNumber(long number) {
        return new ChatLine(number, idOf(number), participant, name, text, at, clientMessageId);
    }

    /// The id of a room's message with this number.
    public static String idOf(long number) {
        return "m-" + number;
    }

    public ChatLine withClientMessageId(String clientMessageId) {
        return new ChatLine(number, id, participant, name, text, at, Optional.of(clientMessageId));
    }
}
