package dev.moim.signaling.upload;

import dev.moim.signaling.queue.Backoff;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How uploads are tried and what stays on this machine.
///
/// @param concurrency files at a time; each costs a connection, and 8 MiB with S3
/// @param attempts after which a file is given up until someone asks for it again
/// @param firstPause after the first failure; doubled after each
/// @param maxPause no pause is longer
/// @param localCopies what becomes of the file on this machine's disk once the store has it
/// @param removeAfter with `remove`: how long it stays nevertheless
/// @param serverUrl where workers on other machines fetch files that they do not find on their disk; empty: nowhere
@ConfigurationProperties("moim.uploads")
record UploadSettings(
        @Bindable(defaultValue = "2") int concurrency,
        @Bindable(defaultValue = "150") int attempts,
        @Bindable(defaultValue = "5s") Duration firstPause,
        @Bindable(defaultValue = "10m") Duration maxPause,
        @Bindable(defaultValue = "keep") LocalCopies localCopies,
        @Bindable(defaultValue = "0s") Duration removeAfter,
        @Bindable(defaultValue = "") String serverUrl) {
    enum LocalCopies {
        KEEP,
        REMOVE
    }

    UploadSettings {
        if (concurrency < 1 || attempts < 1 || removeAfter.isNegative()) {
            throw new IllegalArgumentException("moim.uploads: a setting is too small");
        }
        if (!serverUrl.isEmpty() && !serverUrl.matches("https?://[^/?#]+/?")) {
            throw new IllegalArgumentException("moim.uploads.server-url is like https://meet.example.org");
        }
    }

    Backoff backoff() {
        return new Backoff(firstPause, maxPause);
    }
}
