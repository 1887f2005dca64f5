package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The system's Chromium with fake devices, one fresh profile each. One thread.
final class Chromium implements AutoCloseable {
    static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-device-for-media-stream",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright;
    private final BrowserContext context;

    /// Gives the fake camera and microphone to every page.
    Chromium(String... moreArguments) {
        this(
                EXECUTABLE,
                List.of("camera", "microphone"),
                join(List.of("--use-fake-ui-for-media-stream"), moreArguments));
    }

    /// As after a click on "Block".
    static Chromium withBlockedDevices() {
        return new Chromium(EXECUTABLE, List.of("geolocation"), List.of());
    }

    /// Another program that starts the browser, with fake devices.
    static Chromium at(Path executable, String... moreArguments) {
        return new Chromium(
                executable,
                List.of("camera", "microphone"),
                join(List.of("--use-fake-ui-for-media-stream"), moreArguments));
    }

    /// @param permissions what pages may do; everything else is denied
    private Chromium(Path executable, List<String> permissions, List<String> moreArguments) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            // Of one that stands twice the last one counts.
            List<String> arguments = join(ARGUMENTS, moreArguments.toArray(String[]::new));
            context = playwright
                    .chromium()
                    .launchPersistentContext(
                            Files.createTempDirectory("moim-chromium"),
                            new LaunchPersistentContextOptions()
                                    .setExecutablePath(executable)
                                    .setHeadless(true)
                                    .setViewportSize(1280, 800)
                                    .setPermissions(permissions)
                                    .setArgs(arguments));
            context.addInitScript(Tab.WATCH_PEER_CONNECTIONS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param scripts run before every page's own scripts
    Tab tab(String... scripts) {
        Page page = context.newPage();
        for (String script : scripts) {
            page.addInitScript(script);
        }
        return new ChromiumTab(page);
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
    }

    private static List<String> join(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private record ChromiumTab(Page page) implements Tab {
        @Override
        public void open(String url) {
            page.navigate(url);
        }

        @Override
        public void reload() {
            page.reload();
        }

        @Override
        public JsonNode evaluate(String expression) {
            Object json = page.evaluate("Promise.resolve(" + expression + ").then(v => JSON.stringify(v ?? null))");
            return Json.parse(String.valueOf(json));
        }

        @Override
        public boolean holds(String expression) {
            try {
                return Tab.super.holds(expression);
            } catch (PlaywrightException e) {
                if (String.valueOf(e.getMessage()).contains("Execution context was destroyed")) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public void resize(int width, int height) {
            page.setViewportSize(width, height);
        }

        @Override
        public void screenshot(Path file) {
            page.screenshot(new Page.ScreenshotOptions().setPath(file));
        }

        @Override
        public void close() {
            page.close();
        }
    }
}
