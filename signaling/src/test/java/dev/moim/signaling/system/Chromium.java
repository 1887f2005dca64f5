package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The system's Chromium with fake devices, one fresh profile each. One thread.
final class Chromium implements AutoCloseable {
    static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

    private final Playwright playwright;
    private final BrowserContext context;

    Chromium(String... moreArguments) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            List<String> arguments = new java.util.ArrayList<>(List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                    "--autoplay-policy=no-user-gesture-required"));
            arguments.addAll(List.of(moreArguments));
            context = playwright
                    .chromium()
                    .launchPersistentContext(
                            Files.createTempDirectory("moim-chromium"),
                            new LaunchPersistentContextOptions()
                                    .setExecutablePath(EXECUTABLE)
                                    .setHeadless(true)
                                    .setViewportSize(1280, 800)
                                    .setPermissions(List.of("camera", "microphone"))
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

    private record ChromiumTab(Page page) implements Tab {
        @Override
        public void open(String url) {
            page.navigate(url);
        }

        @Override
        public JsonNode evaluate(String expression) {
            Object json = page.evaluate("Promise.resolve(" + expression + ").then(v => JSON.stringify(v ?? null))");
            return Json.parse(String.valueOf(json));
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
