package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Someone in a meeting, seen through the page's automation contract.
record Person(String name, Tab tab) {
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);
    private static final String RECEIVED =
            """
            (async () => {
              const streams = {};
              for (const connection of window.rig.connections.slice(-1)) {
                for (const [, report] of await connection.getStats()) {
                  if (report.type !== 'inbound-rtp') continue;
                  streams[report.kind + ':' + report.mid] =
                    report.kind === 'video' ? report.framesDecoded || 0 : report.packetsReceived || 0;
                }
              }
              return streams;
            })()""";

    /// Opens the room, gives the name and joins.
    static Person join(Tab tab, String url, String name) {
        tab.open(url);
        tab.await("the pre-join page", "document.querySelector('[data-testid=join]')", JOIN_LIMIT);
        tab.type("name-input", name);
        tab.click("join");
        var person = new Person(name, tab);
        person.awaitState("joined");
        return person;
    }

    void awaitState(String state) {
        tab.await(name + " is " + state, "document.body.dataset.state === '" + state + "'", JOIN_LIMIT);
    }

    void awaitTiles(int count, Duration limit) {
        tab.await(
                name + " sees " + count + " tiles",
                "document.querySelectorAll('[data-testid=tile]').length === " + count,
                limit);
    }

    /// Decoded frames and received audio packets by kind and m-section.
    JsonNode received() {
        return tab.evaluate(RECEIVED);
    }

    void say(String text) {
        if (!tab.evaluate("!!document.querySelector('[data-testid=chat-input]')")
                .asBoolean()) {
            tab.click("chat-toggle");
            tab.await("the chat", "document.querySelector('[data-testid=chat-input]')", JOIN_LIMIT);
        }
        tab.type("chat-input", text);
        tab.click("chat-send");
    }

    void openChat() {
        if (!tab.evaluate("!!document.querySelector('[data-testid=chat-input]')")
                .asBoolean()) {
            tab.click("chat-toggle");
        }
    }

    /// The texts of all chat lines, as shown.
    List<String> chat() {
        var lines = new ArrayList<String>();
        tab.evaluate("[...document.querySelectorAll('[data-testid=chat-message]')].map(e => e.innerText)")
                .forEach(line -> lines.add(line.asText()));
        return lines;
    }

    int offers() {
        return tab.evaluate("window.rig.offers").asInt();
    }

    int negotiationNeeded() {
        return tab.evaluate("window.rig.negotiationNeeded").asInt();
    }
}
