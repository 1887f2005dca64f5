/// The jakarta.websocket endpoint of the signaling channel on Tyrus: connection, bounded outbox, heartbeat, resume.
/// It must not know media, SDP or HTTP controllers.
@NullMarked
package dev.moim.signaling.socket;

import org.jspecify.annotations.NullMarked;
