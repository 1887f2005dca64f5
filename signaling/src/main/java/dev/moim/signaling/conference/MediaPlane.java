package dev.moim.signaling.conference;

import dev.moim.media.MediaServer;
import dev.moim.media.loop.MediaLoops;
import dev.moim.stunturn.IceGateway;
import dev.moim.stunturn.ice.IceLite;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The media engine and the ICE responder of this process, joined: STUN goes to ICE, everything else to media. Started
/// with the process.
@Context
final class MediaPlane {
    private static final long POLL_SECONDS = 1;

    private final IceLite ice;
    private final MediaServer media;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ice-timer").daemon().factory());

    MediaPlane(MediaConfiguration configuration) {
        // ICE names the port in its candidates, the port is known when media has it, and media needs ICE as its guest.
        var started = new AtomicReference<MediaServer>();
        ice = new IceLite(
                configuration.iceSettings(), () -> started.get().localAddress().getPort());
        try {
            media = MediaLoops.start(
                    configuration.mediaSettings(),
                    (buffer, offset, length, source, reply, nowNanos) ->
                            ice.onDatagram(buffer, offset, length, source, reply::send, nowNanos));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        started.set(media);
        timer.scheduleAtFixedRate(() -> ice.poll(System.nanoTime()), POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
    }

    MediaServer media() {
        return media;
    }

    IceGateway ice() {
        return ice;
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
        media.close();
    }
}
