package dev.moim.media.dtls;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Remembers what an association yielded and sends its datagrams to the test.
final class Recorded implements DtlsListener {
    private static final long LIMIT_SECONDS = 20;

    final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();
    private final Consumer<byte[]> wire;

    Recorded(Consumer<byte[]> wire) {
        this.wire = wire;
    }

    SrtpKeys awaitKeys() throws Exception {
        return keys.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    String awaitClosed() throws Exception {
        return closed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onDatagram(byte[] datagram) {
        wire.accept(datagram);
    }

    @Override
    public void onKeys(SrtpKeys value) {
        keys.complete(value);
    }

    @Override
    public void onClosed(String reason) {
        closed.complete(reason);
    }
}
