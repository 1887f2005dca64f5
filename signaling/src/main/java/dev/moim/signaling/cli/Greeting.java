package dev.moim.signaling.cli;

import io.micronaut.context.ApplicationContext;

/// The lines that tell the operator where to go.
final class Greeting {
    private Greeting() {}

    static void print(ApplicationContext context, int port) {
        System.out.println("Moim is ready: http://localhost:" + port + "/");
        System.out.flush();
    }
}
