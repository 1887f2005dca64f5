package dev.moim.signaling.objects;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The SDK's client, made at its first use: a start should not pay for its classes. Any thread.
final class LazyClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /// For one part of 8 MiB: slower than 28 kB/s is as good as away.
    private static final Duration ATTEMPT = Duration.ofMinutes(5);

    private final S3Settings settings;
    private @Nullable S3Client client;

    LazyClient(S3Settings settings) {
        this.settings = settings;
    }

    synchronized S3Client get() {
        if (client == null) {
            client = create();
        }
        return client;
    }

    private S3Client create() {
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials())
                .forcePathStyle(settings.pathStyle())
                // We send the checksums ourselves, in headers; stores of others do not all know trailing ones.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(ATTEMPT)
                        .scheduledExecutorService(Executors.newScheduledThreadPool(
                                1, Thread.ofVirtual().name("s3-timeouts").factory())));
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private AwsCredentialsProvider credentials() {
        if (settings.accessKey().isEmpty() || settings.secretKey().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                settings.accessKey().get(), settings.secretKey().get()));
    }
}
