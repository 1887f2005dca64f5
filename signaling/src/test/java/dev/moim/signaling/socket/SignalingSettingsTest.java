package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Every key and every default by name.
class SignalingSettingsTest {
    private static final Map<String, Object> KEYS = Map.ofEntries(
            Map.entry("max-connections", 1),
            Map.entry("connection-burst", 2),
            Map.entry("connections-per-second", 3.5),
            Map.entry("message-burst", 4),
            Map.entry("messages-per-second", 5.5),
            Map.entry("fault-burst", 6),
            Map.entry("max-message-bytes", 7_000),
            Map.entry("max-unsent-bytes", 8),
            Map.entry("replay-messages", 9),
            Map.entry("replay-characters", 10),
            Map.entry("join-limit", "11s"),
            Map.entry("ping-interval", "12s"),
            Map.entry("pong-limit", "13s"),
            Map.entry("close-limit", "14s"),
            Map.entry("resume-window", "15s"),
            Map.entry("empty-grace", "16s"),
            Map.entry("typing-expiry", "17s"),
            Map.entry("chat-burst", 18),
            Map.entry("chat-per-second", 19.5));

    @Test
    void theDefaultsAreWhatTheProtocolSays() {
        assertThat(settings(Map.of()))
                .isEqualTo(new SignalingSettings(
                        10_000,
                        1_000,
                        100,
                        200,
                        50,
                        50,
                        1024 * 1024,
                        1024 * 1024,
                        1_000,
                        256 * 1024,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(6),
                        30,
                        5));
    }

    @Test
    void everyKeyIsRead() {
        var properties = new HashMap<String, Object>();
        KEYS.forEach((key, value) -> properties.put("moim.signaling." + key, value));
        assertThat(KEYS).hasSize(SignalingSettings.class.getRecordComponents().length);
        assertThat(settings(properties))
                .isEqualTo(new SignalingSettings(
                        1,
                        2,
                        3.5,
                        4,
                        5.5,
                        6,
                        7_000,
                        8,
                        9,
                        10,
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(16),
                        Duration.ofSeconds(17),
                        18,
                        19.5));
    }

    @Test
    void originsComeAsAList() {
        try (ApplicationContext context = context(Map.of("moim.allowed-origins", "https://a.test,https://b.test"))) {
            assertThat(context.getBean(OriginSettings.class).allowedOrigins())
                    .isEqualTo(List.of("https://a.test", "https://b.test"));
        }
        try (ApplicationContext context = context(Map.of())) {
            assertThat(context.getBean(OriginSettings.class).allowedOrigins()).isEmpty();
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("moim.signaling.max-message-bytes", 2 * 1024 * 1024)))
                .hasStackTraceContaining("max-message-bytes");
        assertThatThrownBy(() -> settings(Map.of("moim.signaling.max-connections", 0)))
                .hasStackTraceContaining("below 1");
    }

    private static SignalingSettings settings(Map<String, Object> properties) {
        try (ApplicationContext context = context(properties)) {
            return context.getBean(SignalingSettings.class);
        }
    }

    private static ApplicationContext context(Map<String, Object> properties) {
        var all = new HashMap<>(properties);
        all.put("moim.udp-port", 0);
        all.put("moim.media-loops", 1);
        return ApplicationContext.builder("test")
                .deduceEnvironment(false)
                .enableDefaultPropertySources(false)
                .properties(all)
                .start();
    }
}
