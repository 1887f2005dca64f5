package dev.moim.signaling.socket;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/// Which pages may open a signaling connection besides the server's own.
///
/// @param allowedOrigins origins such as `https://meet.example.org`
@ConfigurationProperties("moim")
record OriginSettings(@Bindable(defaultValue = "") List<String> allowedOrigins) {
    OriginSettings {
        allowedOrigins =
                allowedOrigins.stream().filter(origin -> !origin.isBlank()).toList();
    }
}
