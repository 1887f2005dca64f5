package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// One page in a real browser, driven by script only, so that every browser is driven alike.
interface Tab extends AutoCloseable {
    /// Runs before every page's own scripts: keeps the page's peer connections and counts negotiations.
    String WATCH_PEER_CONNECTIONS =
            """
            (() => {
              const Native = window.RTCPeerConnection;
              if (!Native || window.rig) return;
              window.rig = { connections: [], negotiationNeeded: 0, offers: 0, offerAt: 0 };
              window.RTCPeerConnection = class extends Native {
                constructor(...parameters) {
                  super(...parameters);
                  window.rig.connections.push(this);
                  this.addEventListener('negotiationneeded', () => window.rig.negotiationNeeded++);
                }
                async setLocalDescription(...parameters) {
                  window.rig.offers++;
                  window.rig.offerAt = performance.now();
                  return super.setLocalDescription(...parameters);
                }
              };
            })()""";

    void open(String url);

    /// The value of a script expression as JSON; a promise is awaited.
    JsonNode evaluate(String expression);

    void screenshot(Path file);

    @Override
    void close();

    default String text(String expression) {
        return evaluate(expression).asText();
    }

    /// Waits until the expression is true.
    ///
    /// @throws AssertionError when it is not within the limit
    default void await(String what, String expression, Duration limit) {
        Instant end = Instant.now().plus(limit);
        while (!evaluate("(async () => !!(await (" + expression + ")))()").asBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(what + " did not happen within " + limit + "; the page says: "
                        + text("document.body.innerText"));
            }
            Pause.briefly();
        }
    }

    default void click(String testId) {
        evaluate("document.querySelector('[data-testid=" + testId + "]').click()");
    }

    default void type(String testId, String value) {
        evaluate(
                """
                (() => {
                  const field = document.querySelector('[data-testid=%s]');
                  const proto = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
                  Object.getOwnPropertyDescriptor(proto.prototype, 'value').set.call(field, %s);
                  field.dispatchEvent(new Event('input', { bubbles: true }));
                })()"""
                        .formatted(testId, Json.text(value)));
    }
}
