package dev.moim.signaling.conference;

import dev.moim.media.MediaServer;
import dev.moim.media.loop.MediaLoops;
import dev.moim.stunturn.IceGateway;
import dev.moim.stunturn.ice.IceLite;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The media engine and the ICE responder of this process, joined: STUN goes to ICE, everything else to media. Started
/// with the HTTP server, so that commands without one open no port.
@Singleton
final class MediaPlane {
    private static final Logger LOG = LoggerFactory.getLogger(MediaPlane.class);
    private static final long POLL_SECONDS = 1;

    private final IceLite ice;
    private final MediaServer media;
    private final CountDownLatch closed = new CountDownLatch(1);

    MediaPlane(MediaConfiguration configuration) {
        // ICE names the port in its candidates, the port is known when media has it, and media needs ICE as its guest.
        var started = new CompletableFuture<MediaServer>();
        ice = new IceLite(
                configuration.iceSettings(), () -> started.join().localAddress().getPort());
        try {
            media = MediaLoops.start(
                    configuration.mediaSettings(),
                    (buffer, offset, length, source, reply, nowNanos) ->
                            ice.onDatagram(buffer, offset, length, source, reply::send, nowNanos));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        started.complete(media);
        Thread.ofVirtual().name("ice-timer").start(this::pollIce);
    }

    @EventListener
    void onServerStart(ServerStartupEvent started) {
        LOG.info("media on UDP port {} by {} sockets", media.localAddress().getPort(), media.datagramIo());
    }

    MediaServer media() {
        return media;
    }

    IceGateway ice() {
        return ice;
    }

    @PreDestroy
    void close() {
        closed.countDown();
        media.close();
    }

    private void pollIce() {
        try {
            while (!closed.await(POLL_SECONDS, TimeUnit.SECONDS)) {
                try {
                    ice.poll(System.nanoTime());
                } catch (RuntimeException e) {
                    LOG.error("a session's expiry failed; the others go on", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
