package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Someone in a meeting, seen through the page's automation contract.
record Person(String name, Tab tab) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
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

    /// Which candidates the chosen pair has, and how the local one reaches the relay.
    private static final String PATH =
            """
            (async () => {
              const stats = await window.rig.connections.at(-1).getStats();
              const transport = [...stats.values()].find(one => one.type === 'transport');
              const pair = transport?.selectedCandidatePairId
                ? stats.get(transport.selectedCandidatePairId)
                : [...stats.values()].find(one => one.type === 'candidate-pair' && one.selected);
              const local = pair && stats.get(pair.localCandidateId);
              const remote = pair && stats.get(pair.remoteCandidateId);
              return local
                ? [local.candidateType, local.relayProtocol || local.protocol, remote.protocol].join(' ')
                : '';
            })()""";

    /// Opens the room, gives the name and joins.
    static Person join(Tab tab, String url, String name) {
        tab.open(url);
        tab.await("the pre-join page", "document.querySelector('[data-testid=join]')", LIMIT);
        tab.type("name-input", name);
        tab.click("join");
        var person = new Person(name, tab);
        person.awaitState("joined");
        return person;
    }

    void awaitState(String state) {
        tab.await(name + " is " + state, "document.body.dataset.state === '" + state + "'", LIMIT);
    }

    void awaitTiles(int count, Duration limit) {
        tab.await(
                name + " sees " + count + " tiles",
                "document.querySelectorAll('[data-testid=tile]').length === " + count,
                limit);
    }

    /// How media goes: the type of the browser's candidate, its way to the relay or its protocol, and the protocol of
    /// the server's candidate.
    String path() {
        return tab.text(PATH);
    }

    /// Decoded frames and received audio packets by kind and m-section.
    JsonNode received() {
        return tab.evaluate(RECEIVED);
    }

    void say(String text) {
        openChat();
        tab.type("chat-input", text);
        tab.click("chat-send");
    }

    /// Waits until it is open: a second click before that would close it again.
    void openChat() {
        if (!tab.evaluate("!!document.querySelector('[data-testid=chat-input]')")
                .asBoolean()) {
            tab.click("chat-toggle");
            tab.await("the chat", "document.querySelector('[data-testid=chat-input]')", LIMIT);
        }
    }

    /// The texts of all chat lines, as shown.
    List<String> chat() {
        var lines = new ArrayList<String>();
        tab.evaluate("[...document.querySelectorAll('[data-testid=chat-message]')].map(e => e.innerText)")
                .forEach(line -> lines.add(line.asText()));
        return lines;
    }

    /// Offers that the page has made. Under heavy load a path may take so long that one asks for another: count from
    /// the moment at which media flows.
    int offers() {
        return tab.evaluate("window.rig.offers").asInt();
    }

    /// Peer connections that the page has made.
    int connections() {
        return tab.evaluate("window.rig.connections.length").asInt();
    }

    /// The server's name for this stay.
    String id() {
        return tab.text(tileOf(name, "camera") + ".dataset.participant");
    }

    int negotiationNeeded() {
        return tab.evaluate("window.rig.negotiationNeeded").asInt();
    }

    void awaitChat(String text) {
        tab.await(
                name + " reads «" + text + "»",
                "[...document.querySelectorAll('[data-testid=chat-message]')].some(e => e.innerText.includes(%s))"
                        .formatted(Json.text(text)),
                LIMIT);
    }

    /// Waits until pictures of others arrive that were not there before.
    void awaitPictures() {
        tab.await(
                name + " sees new pictures",
                """
                (async () => {
                  const frames = async () => {
                    let sum = 0;
                    for (const [, report] of await window.rig.connections.at(-1).getStats()) {
                      if (report.type === 'inbound-rtp' && report.kind === 'video') sum += report.framesDecoded || 0;
                    }
                    return sum;
                  };
                  const pause = (ms) => new Promise(done => setTimeout(done, ms));
                  const grows = async () => {
                    const before = await frames();
                    await pause(300);
                    return (await frames()) > before;
                  };
                  // Firefox never answers for a connection that the page closes meanwhile.
                  return Promise.race([grows(), pause(3000).then(() => false)]);
                })()""",
                LIMIT);
    }

    /// Waits until somebody's tile is as said: `tile` is its element in the condition.
    void awaitTile(String other, String source, String condition) {
        tab.await(
                "%s sees the %s of %s with %s".formatted(name, source, other, condition),
                "(tile => !!tile && (%s))(%s)".formatted(condition, tileOf(other, source)),
                LIMIT);
    }

    /// Waits until a picture of somebody shows.
    void awaitLive(String other, String source) {
        awaitTile(other, source, "tile.hasAttribute('data-live') && tile.querySelector('video').videoWidth > 0");
    }

    /// Waits until somebody's initials show instead of a picture.
    void awaitInitials(String other) {
        awaitTile(
                other,
                "camera",
                "getComputedStyle(tile.querySelector('video')).opacity === '0'"
                        + " && tile.querySelector('.avatar').innerText.trim() !== ''");
    }

    static String tileOf(String name, String source) {
        return "[...document.querySelectorAll('[data-testid=tile][data-source=%s]')].find(one => one.innerText.includes(%s))"
                .formatted(source, Json.text(name));
    }
}
