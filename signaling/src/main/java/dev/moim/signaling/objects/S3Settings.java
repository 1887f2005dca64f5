package dev.moim.signaling.objects;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.util.Optional;

/// Which S3 store is used when `moim.objects.store` is `s3`.
///
/// @param bucket must exist
/// @param prefix before every key, for example `moim/`
/// @param region as the store wants it
/// @param endpoint of a store that is not Amazon's
/// @param pathStyle the bucket is in the path and not in the host's name; what most other stores want
/// @param accessKey with `secretKey`; without them they come from the environment, a profile or the machine's role
@ConfigurationProperties("moim.objects.s3")
record S3Settings(
        @Bindable(defaultValue = "") String bucket,
        @Bindable(defaultValue = "") String prefix,
        @Bindable(defaultValue = "us-east-1") String region,
        Optional<URI> endpoint,
        @Bindable(defaultValue = "false") boolean pathStyle,
        Optional<String> accessKey,
        Optional<String> secretKey) {
    S3Settings {
        if (!prefix.isEmpty()) {
            if (!prefix.endsWith("/")) {
                throw new IllegalArgumentException("moim.objects.s3.prefix ends with /");
            }
            Keys.check(prefix.substring(0, prefix.length() - 1));
        }
        if (accessKey.isPresent() != secretKey.isPresent()) {
            throw new IllegalArgumentException("moim.objects.s3.access-key and secret-key come together");
        }
    }

    /// Without the keys.
    @Override
    public String toString() {
        return "S3Settings[bucket=" + bucket + ", prefix=" + prefix + ", region=" + region + ", endpoint=" + endpoint
                + "]";
    }
}
