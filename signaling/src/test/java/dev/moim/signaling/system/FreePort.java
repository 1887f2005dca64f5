package dev.moim.signaling.system;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for a server that starts later and again. They lie below those that the kernel gives to whoever asks for any
/// port: one of these could be taken between the choice and the start, or while the server is away.
final class FreePort {
    private static final int FROM = 10_000;
    private static final int TO = 32_000;
    private static final int TRIES = 1_000;

    private interface Binding {
        AutoCloseable bind(int port) throws IOException;
    }

    private FreePort() {}

    static int tcp() {
        return find(ServerSocket::new);
    }

    static int udp() {
        return find(DatagramSocket::new);
    }

    private static int find(Binding binding) {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (var _ = binding.bind(port)) {
                return port;
            } catch (Exception e) {
                // Somebody has it: another one will do.
            }
        }
        throw new AssertionError("no free port");
    }
}
