package dev.moim.signaling;

import dev.moim.signaling.cli.Moim;

/// Where the process begins.
public final class Application {
    private Application() {}

    public static void main(String[] args) {
        System.exit(Moim.execute(args));
    }
}
