package dev.moim.signaling.loadtest;

import java.net.URI;
import java.time.Duration;

/// Who comes to a [LoadMeeting].
///
/// @param server for example `http://localhost:8080`
/// @param publishers who send and receive
/// @param subscribers who only receive
/// @param audioSlots sections in which each receives sound
/// @param videoSlots sections in which each receives pictures
/// @param joinInterval between one's coming in and the next's
public record LoadSettings(
        URI server, int publishers, int subscribers, int audioSlots, int videoSlots, Duration joinInterval) {
    /// What one thread of this tool can bear on any machine is less.
    private static final int MAX_PARTICIPANTS = 1_000;

    /// What an answer may have (sections of one description).
    private static final int MAX_SLOTS = 100;

    public LoadSettings {
        if (publishers < 0 || subscribers < 0 || publishers + subscribers < 1) {
            throw new IllegalArgumentException("at least one participant is needed");
        }
        if (publishers + subscribers > MAX_PARTICIPANTS) {
            throw new IllegalArgumentException("at most " + MAX_PARTICIPANTS + " participants");
        }
        if (audioSlots < 0 || audioSlots > MAX_SLOTS || videoSlots < 0 || videoSlots > MAX_SLOTS) {
            throw new IllegalArgumentException("slots are 0 to " + MAX_SLOTS + " of a kind");
        }
        if (publishers == 0 && audioSlots + videoSlots == 0) {
            throw new IllegalArgumentException("who neither sends nor receives has nothing to offer");
        }
    }

    int participants() {
        return publishers + subscribers;
    }
}
