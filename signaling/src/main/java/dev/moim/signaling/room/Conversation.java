package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ChatLine;
import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.ServerMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What people write to each other, and who is writing.
final class Conversation {
    private final ChatHistory history;
    private final RoomSettings settings;
    private final Ledger ledger;
    private final EffectList out;

    Conversation(RoomSetup setup, RoomSettings settings, Ledger ledger, EffectList out) {
        this.history = new ChatHistory(setup);
        this.settings = settings;
        this.ledger = ledger;
        this.out = out;
    }

    /// What a newcomer gets to read.
    List<ChatLine> last() {
        return history.last();
    }

    void onChat(Participant author, ClientMessage.Chat message, Instant now) {
        if (!author.may(Role.Grant.CHAT)) {
            out.fail(author.id(), ErrorCode.FORBIDDEN, "chat", "the role may not chat");
            return;
        }
        Postings postings = author.postings();
        Optional<ChatLine> repeated = postings.repeated(message.clientMessageId(), author, message.text());
        if (repeated.isPresent()) {
            out.send(author, new ServerMessage.Chat(repeated.get()));
        } else if (postings.mayPost(now)) {
            ledger.store(new Fact.ChatPosted(
                    author.id(),
                    author.admission().subject(),
                    history.next(author, message.text(), now),
                    message.clientMessageId()));
        } else {
            out.fail(author.id(), ErrorCode.TOO_FAST, "chat", "too many chat messages; try again later");
        }
    }

    void onPosted(Participant author, Fact.ChatPosted posted) {
        // Repeated after a restart: the others have it from the history.
        boolean known = history.has(posted.line());
        author.postings().onPosted(posted.clientMessageId(), posted.line());
        stopTyping(author);
        out.send(author, new ServerMessage.Chat(posted.line().withClientMessageId(posted.clientMessageId())));
        if (!known) {
            history.add(posted.line());
            out.broadcastExcept(author, new ServerMessage.Chat(posted.line()));
        }
    }

    void onTyping(Participant p, boolean active, Instant now) {
        if (!active) {
            stopTyping(p);
        } else if (p.typingUntil().isPresent()) {
            p.setTypingUntil(Optional.of(now.plus(settings.typingExpiry())));
        } else if (p.may(Role.Grant.CHAT) && p.typingRate().take(now)) {
            p.setTypingUntil(Optional.of(now.plus(settings.typingExpiry())));
            out.broadcastExcept(p, new ServerMessage.Typing(p.id().value(), true));
        }
    }

    void stopTyping(Participant p) {
        if (p.typingUntil().isPresent()) {
            p.setTypingUntil(Optional.empty());
            out.broadcastExcept(p, new ServerMessage.Typing(p.id().value(), false));
        }
    }
}
