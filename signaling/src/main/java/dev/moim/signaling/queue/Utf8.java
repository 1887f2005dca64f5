package dev.moim.signaling.queue;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;

/// Payloads are text.
final class Utf8 implements Serializer {
    @Override
    public byte[] serialize(Object data) {
        return data.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] data) {
        return type.cast(new String(data, StandardCharsets.UTF_8));
    }
}
