package dev.moim.signaling.conference;

import dev.moim.signaling.gateway.StreamGuest;
import dev.moim.signaling.gateway.StreamWire;
import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.InnerAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The TCP connections of one loop. The loop's thread only, but for [#open].
final class LoopStreams {
    private static final int ALLOCATED = 0x0103;

    private final LoopGuest guest;
    private final Map<ClientPath.Stream, LoopStream> byClient = new HashMap<>();
    private final Map<InetSocketAddress, LoopStream> byInner = new HashMap<>();
    private final List<LoopStream> waiting = new ArrayList<>();

    LoopStreams(LoopGuest guest) {
        this.guest = guest;
    }

    /// A new connection of this loop; any thread.
    ///
    /// @param number unique in this process
    StreamGuest.Intake open(StreamGuest.Kind kind, StreamWire wire, long number, Runnable onClosed) {
        var client = new ClientPath.Stream(number, wire.remote());
        var inner =
                InnerAddress.of(InnerAddress.Kind.TCP_CONNECTION, guest.loop().index(), number, 1);
        boolean ice = kind == StreamGuest.Kind.ICE;
        guest.loop().execute(nowNanos -> add(new LoopStream(wire, client, inner, ice, this, nowNanos)));
        return new Intake(client, onClosed);
    }

    private void add(LoopStream stream) {
        byClient.put(stream.client(), stream);
        if (stream.isIce()) {
            byInner.put(stream.inner(), stream);
        }
    }

    @Nullable
    LoopStream ofIce(InetSocketAddress path) {
        return byInner.get(path);
    }

    void toTurnClient(ClientPath.Stream client, byte[] buffer, int offset, int length) {
        LoopStream stream = byClient.get(client);
        if (stream != null) {
            if (((buffer[offset] << 8) | (buffer[offset + 1] & 0xFF)) == ALLOCATED) {
                stream.onAllocated();
            }
            stream.send(buffer, offset, length);
        }
    }

    void onAllocationEnded(ClientPath.Stream client, long nowNanos) {
        LoopStream stream = byClient.get(client);
        if (stream != null) {
            stream.onAllocationEnded(nowNanos);
        }
    }

    void onWaiting(LoopStream stream) {
        waiting.add(stream);
    }

    /// Writes what the turn brought.
    void flush() {
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).flush();
        }
        waiting.clear();
    }

    /// Closes connections that serve nobody.
    void poll(long nowNanos) {
        for (LoopStream stream : List.copyOf(byClient.values())) {
            if (stream.isUseless(nowNanos)) {
                stream.close();
            }
        }
    }

    private void onBytes(ClientPath.Stream client, byte[] bytes, long nowNanos) {
        LoopStream stream = byClient.get(client);
        if (stream != null) {
            stream.onBytes(
                    bytes,
                    (buffer, offset, length) -> {
                        if (stream.isIce()) {
                            guest.onIce(stream, buffer, offset, length, nowNanos);
                        } else {
                            guest.onTurn(stream.client(), buffer, offset, length, nowNanos);
                        }
                    },
                    nowNanos);
        }
    }

    private void onPause(ClientPath.Stream client) {
        LoopStream stream = byClient.get(client);
        if (stream != null) {
            stream.readOn();
        }
    }

    private void onClosed(ClientPath.Stream client) {
        LoopStream stream = byClient.remove(client);
        if (stream != null) {
            byInner.remove(stream.inner());
            guest.onClientGone(client);
        }
    }

    /// Brings a connection's bytes to the loop.
    private final class Intake implements StreamGuest.Intake {
        private final ClientPath.Stream client;
        private final Runnable onClosed;

        Intake(ClientPath.Stream client, Runnable onClosed) {
            this.client = client;
            this.onClosed = onClosed;
        }

        @Override
        public void onBytes(byte[] bytes) {
            guest.loop().execute(nowNanos -> LoopStreams.this.onBytes(client, bytes, nowNanos));
        }

        @Override
        public void onPause() {
            guest.loop().execute(_ -> LoopStreams.this.onPause(client));
        }

        @Override
        public void onClosed() {
            guest.loop().execute(_ -> LoopStreams.this.onClosed(client));
            onClosed.run();
        }
    }
}
