package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// One page in a real browser, driven by script only, so that every browser is driven alike.
interface Tab extends AutoCloseable {
    /// For what a page draws by itself. A busy machine draws late.
    Duration LIMIT = Duration.ofSeconds(60);

    /// Runs before every page's own scripts: keeps the page's peer connections, counts negotiations, and remembers the
    /// short news, which are gone after seconds.
    String WATCH_PEER_CONNECTIONS =
            """
            (() => {
              const Native = window.RTCPeerConnection;
              if (!Native || window.rig) return;
              window.rig = { connections: [], negotiationNeeded: 0, offers: 0, offerAt: 0, toasts: [] };
              new MutationObserver(() => {
                for (const toast of document.querySelectorAll('.toast')) window.rig.toasts.push(toast.innerText);
              }).observe(document, { childList: true, subtree: true });
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

    /// Loads the page again, as the person does it.
    void reload();

    /// The value of a script expression as JSON; a promise is awaited.
    JsonNode evaluate(String expression);

    /// Sets the size of the page, in CSS pixels.
    void resize(int width, int height);

    void screenshot(Path file);

    @Override
    void close();

    /// Whether an expression is true now; not while the page changes.
    default boolean holds(String expression) {
        return evaluate("(async () => !!(await (" + expression + ")))()").asBoolean();
    }

    default String text(String expression) {
        return evaluate(expression).asText();
    }

    /// Waits until the expression is true.
    ///
    /// @throws AssertionError when it is not within the limit
    default void await(String what, String expression, Duration limit) {
        Instant end = Instant.now().plus(limit);
        while (!holds(expression)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(what + " did not happen within " + limit + "; the page says: "
                        + text("document.body.innerText"));
            }
            Pause.briefly();
        }
    }

    default void click(String testId) {
        press("[data-testid=" + testId + "]");
    }

    /// Clicks what a selector of CSS finds, with the activation of a real click, as soon as it is there and can be
    // used.
    default void press(String selector) {
        await(
                selector,
                "(it => !!it && !it.disabled)(document.querySelector(%s))".formatted(Json.text(selector)),
                LIMIT);
        evaluate("document.querySelector(%s).click()".formatted(Json.text(selector)));
    }

    /// Waits until the page shows the text.
    default void awaitText(String text, Duration limit) {
        await("«" + text + "»", "document.body.innerText.includes(%s)".formatted(Json.text(text)), limit);
    }

    /// Waits until the page has told it in its short news, whether it still shows them or not.
    default void awaitToast(String text) {
        await("«" + text + "»", "window.rig.toasts.includes(%s)".formatted(Json.text(text)), LIMIT);
    }

    default void type(String testId, String value) {
        fill("[data-testid=" + testId + "]", value);
    }

    /// Puts a value into the field that a selector of CSS finds, as typing does, as soon as it is there.
    default void fill(String selector, String value) {
        await(selector, "document.querySelector(%s)".formatted(Json.text(selector)), LIMIT);
        evaluate(
                """
                (() => {
                  const field = document.querySelector(%s);
                  const proto = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
                  Object.getOwnPropertyDescriptor(proto.prototype, 'value').set.call(field, %s);
                  field.dispatchEvent(new Event('input', { bubbles: true }));
                })()"""
                        .formatted(Json.text(selector), Json.text(value)));
    }
}
