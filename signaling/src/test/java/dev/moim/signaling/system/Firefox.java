package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/// The system's Firefox ESR with fake devices, driven over WebDriver BiDi. One thread.
final class Firefox implements AutoCloseable {
    static final Path EXECUTABLE = Path.of("/usr/bin/firefox-esr");

    private static final String PREFERENCES =
            """
            user_pref("media.navigator.streams.fake", true);
            user_pref("media.navigator.permission.disabled", true);
            user_pref("media.autoplay.default", 0);
            user_pref("browser.shell.checkDefaultBrowser", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("toolkit.telemetry.enabled", false);
            user_pref("app.update.enabled", false);
            user_pref("network.captive-portal-service.enabled", false);
            user_pref("network.connectivity-service.enabled", false);
            """;
    private static final String LISTENING = "WebDriver BiDi listening on ";

    private final Process process;
    private final BidiConnection connection;

    Firefox() {
        try {
            Path profile = Files.createTempDirectory("moim-firefox");
            Files.writeString(profile.resolve("user.js"), PREFERENCES);
            process = new ProcessBuilder(
                            EXECUTABLE.toString(),
                            "--headless",
                            "--no-remote",
                            "--remote-debugging-port",
                            "0",
                            "--profile",
                            profile.toString())
                    .redirectErrorStream(true)
                    .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String url = address(output);
            Thread.ofVirtual().start(() -> drain(output));
            connection = BidiConnection.open(HttpClient.newHttpClient(), URI.create(url + "/session"));
            connection.call(
                    "session.new", Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", true))));
            preload(Tab.WATCH_PEER_CONNECTIONS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param scripts run before every page's own scripts
    Tab tab(String... scripts) {
        for (String script : scripts) {
            preload(script);
        }
        String context = connection
                .call("browsingContext.create", Map.of("type", "tab"))
                .get("context")
                .asText();
        var tab = new FirefoxTab(connection, context);
        tab.resize(1280, 800);
        return tab;
    }

    private void preload(String script) {
        connection.call("script.addPreloadScript", Map.of("functionDeclaration", "() => {" + script + "}"));
    }

    @Override
    public void close() {
        connection.close();
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(10))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A full pipe would stop the browser.
    private static void drain(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The browser ended, and its pipe with it.
        }
    }

    private static String address(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            int at = line.indexOf(LISTENING);
            if (at >= 0) {
                return line.substring(at + LISTENING.length()).strip();
            }
        }
        throw new IOException("Firefox ended before it listened");
    }

    private record FirefoxTab(BidiConnection connection, String context) implements Tab {
        @Override
        public void open(String url) {
            connection.call("browsingContext.navigate", Map.of("context", context, "url", url, "wait", "complete"));
        }

        @Override
        public void reload() {
            connection.call("browsingContext.reload", Map.of("context", context, "wait", "complete"));
        }

        @Override
        public JsonNode evaluate(String expression) {
            JsonNode answer = connection.call(
                    "script.evaluate",
                    Map.of(
                            "expression",
                            "Promise.resolve(" + expression + ").then(v => JSON.stringify(v ?? null))",
                            "target",
                            Map.of("context", context),
                            "awaitPromise",
                            true,
                            "userActivation",
                            true));
            if (!answer.path("type").asText().equals("success")) {
                throw new AssertionError("the script failed: "
                        + answer.path("exceptionDetails").path("text").asText());
            }
            return Json.parse(answer.path("result").path("value").asText());
        }

        @Override
        public void resize(int width, int height) {
            connection.call(
                    "browsingContext.setViewport",
                    Map.of("context", context, "viewport", Map.of("width", width, "height", height)));
        }

        @Override
        public void screenshot(Path file) {
            JsonNode answer = connection.call("browsingContext.captureScreenshot", Map.of("context", context));
            try {
                Files.write(file, Base64.getDecoder().decode(answer.get("data").asText()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            connection.call("browsingContext.close", Map.of("context", context));
        }
    }
}
