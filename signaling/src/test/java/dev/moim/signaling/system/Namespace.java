package dev.moim.signaling.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A network namespace of Linux with one cable to this machine. Needs root and iproute2.
final class Namespace implements AutoCloseable {
    private static final Path IP = Path.of("/usr/sbin/ip");

    /// Names and addresses of builds that run at the same time on one machine must differ.
    private static final long PID = ProcessHandle.current().pid();

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String name;
    private final String here;
    private final String there;
    private boolean dark;

    /// With private addresses.
    Namespace() {
        this("10");
    }

    /// @param network the first byte of the addresses
    Namespace(String network) {
        int number = NUMBERS.getAndIncrement();
        name = "moim" + PID % 100_000 + (char) ('a' + number % 26);
        String net = "%s.%d.%d.".formatted(network, 128 + (PID / 200 + number) % 100, 1 + PID % 200);
        here = net + 1;
        there = net + 2;
        run("ip", "netns", "add", name);
        run("ip", "link", "add", name + "a", "type", "veth", "peer", "name", name + "b");
        run("ip", "link", "set", name + "b", "netns", name);
        run("ip", "addr", "add", here + "/24", "dev", name + "a");
        run("ip", "link", "set", name + "a", "up");
        inside("ip", "addr", "add", there + "/24", "dev", name + "b");
        inside("ip", "link", "set", name + "b", "up");
        inside("ip", "link", "set", "lo", "up");
    }

    /// Empty when namespaces can be made, else why not.
    static String obstacle() {
        if (!System.getProperty("user.name").equals("root") || !Files.isExecutable(IP)) {
            return "needs root and iproute2 for network namespaces";
        }
        try {
            try (var _ = new Namespace()) {
                return "";
            }
        } catch (AssertionError e) {
            return "needs network namespaces: " + e.getMessage();
        }
    }

    String here() {
        return here;
    }

    String there() {
        return there;
    }

    /// The addresses of both ends, in the notation of CIDR.
    String network() {
        return here.substring(0, here.lastIndexOf('.')) + ".0/24";
    }

    /// From now on UDP from the inside goes nowhere and nobody is told, as behind a strict firewall.
    void swallowUdp() {
        swallow("ipproto", "udp");
    }

    /// The same with what the selector of a rule of `ip rule` names: another route, over a cable at whose end nobody
    // is.
    void swallow(String... selector) {
        if (!dark) {
            inside("ip", "link", "add", "nowhere", "type", "veth", "peer", "name", "nobody");
            inside("ip", "link", "set", "nowhere", "arp", "off", "up");
            inside("ip", "link", "set", "nobody", "up");
            inside("ip", "route", "add", "default", "dev", "nowhere", "table", "77");
            dark = true;
        }
        rule("add", selector);
    }

    /// What was swallowed comes through again.
    void release(String... selector) {
        rule("del", selector);
    }

    private void rule(String what, String... selector) {
        var command = new ArrayList<>(List.of("ip", "rule", what, "pref", "10"));
        command.addAll(List.of(selector));
        command.addAll(List.of("lookup", "77"));
        inside(command.toArray(String[]::new));
    }

    /// A script that runs a program inside.
    Path wrap(Path program) {
        try {
            Path script = Files.createTempFile("moim-inside", ".sh");
            Files.writeString(script, "#!/bin/sh\nexec ip netns exec " + name + " " + program + " \"$@\"\n");
            return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a command inside.
    ///
    /// @return what it printed
    String inside(String... command) {
        var whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
        whole.addAll(List.of(command));
        return run(whole.toArray(String[]::new));
    }

    /// The same without waiting for its end.
    Process start(String... command) throws IOException {
        var whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Takes the cable with it.
    @Override
    public void close() {
        run("ip", "netns", "del", name);
    }
}
