/// A room: participants, roles, chat. Pure: an event and the time go in, effects come out; an actor owns each room.
/// It must not know JSON, media, sockets or storage.
@NullMarked
package dev.moim.signaling.room;

import org.jspecify.annotations.NullMarked;
