package dev.moim.signaling.objects;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/// Makes the store that the settings name.
@Factory
final class ObjectStores {
    @Singleton
    @Bean(typed = ObjectStore.class)
    ObjectStore store(ObjectSettings settings, S3Settings s3, @Value("${moim.data}") Path data) {
        return switch (settings.store()) {
            case FOLDER ->
                settings.folder()
                        .map(folder -> new FolderObjectStore(folder, false))
                        .orElseGet(() -> new FolderObjectStore(data.resolve("objects"), true));
            case S3 -> {
                if (s3.bucket().isEmpty()) {
                    throw new IllegalArgumentException("moim.objects.s3.bucket is missing");
                }
                yield new S3ObjectStore(s3);
            }
        };
    }
}
