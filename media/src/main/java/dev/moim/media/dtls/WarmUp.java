package dev.moim.media.dtls;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One handshake between two associations of this process.
final class WarmUp {
    /// Ten times what a cold handshake takes on a slow machine; then the start goes on without it.
    private static final long LIMIT_SECONDS = 5;

    private WarmUp() {}

    /// @return whether both sides got their keys in time
    static boolean run(DtlsContext context) {
        var server = new End();
        var client = new End();
        var accepting = context.accept(_ -> true, server);
        var connecting = context.connect(_ -> true, client);
        server.other.complete(connecting);
        client.other.complete(accepting);
        try {
            return server.done.await(LIMIT_SECONDS, TimeUnit.SECONDS)
                    && client.done.await(LIMIT_SECONDS, TimeUnit.SECONDS)
                    && server.keyed
                    && client.keyed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            connecting.close();
            accepting.close();
        }
    }

    private static final class End implements DtlsListener {
        final CompletableFuture<DtlsAssociation> other = new CompletableFuture<>();
        final CountDownLatch done = new CountDownLatch(1);
        volatile boolean keyed;

        @Override
        public void onDatagram(byte[] datagram) {
            other.join().offer(datagram, 0, datagram.length);
        }

        @Override
        public void onKeys(SrtpKeys keys) {
            keyed = true;
            done.countDown();
        }

        @Override
        public void onClosed(String reason) {
            done.countDown();
        }
    }
}
