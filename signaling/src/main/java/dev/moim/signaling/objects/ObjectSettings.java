package dev.moim.signaling.objects;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.Optional;

/// Where finished files are kept.
///
/// @param folder for the store `folder`, which must be there; without it, `objects` in the data folder
@ConfigurationProperties("moim.objects")
record ObjectSettings(@Bindable(defaultValue = "folder") Store store, Optional<Path> folder) {
    enum Store {
        FOLDER,
        S3
    }
}
