package dev.moim.signaling.events;

import dev.moim.signaling.room.Fact;
import dev.moim.signaling.room.ParticipantId;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.AttendanceRows;
import dev.moim.signaling.store.PresentParticipantRow;
import io.micronaut.transaction.annotation.ReadOnly;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/// Keeps the log's comings and goings in pairs: one `participant.left` for each `participant.joined`, one `room.ended`
/// for each `room.started`, whoever dies in between. Who is inside stands in the database beside the events, in the
/// same transaction. Any thread; blocks.
@Singleton
public class Attendance {
    private final EventLog log;
    private final AttendanceRows rows;

    Attendance(EventLog log, AttendanceRows rows) {
        this.log = log;
        this.rows = rows;
    }

    /// Appends the fact, unless the log has it: someone who left cannot leave again.
    @Transactional
    public void append(RoomId room, Fact.Attendance fact) {
        String id = room.value();
        boolean news =
                switch (fact) {
                    case Fact.RoomStarted _ -> rows.meetings(id) == 0;
                    case Fact.RoomEnded _ -> rows.end(id) == 1;
                    case Fact.ParticipantJoined _ -> true;
                    case Fact.ParticipantLeft left ->
                        rows.delete(id, left.participant().value()) == 1;
                };
        if (!news) {
            return;
        }
        log.append(room, fact.type(), fact.at(), fact.data());
        if (fact instanceof Fact.RoomStarted) {
            rows.begin(id);
        } else if (fact instanceof Fact.ParticipantJoined joined) {
            rows.save(new PresentParticipantRow(
                    new PresentParticipantRow.Place(id, joined.participant().value()),
                    joined.name(),
                    joined.subject()));
        }
    }

    /// Writes out as gone whoever the log has as inside, and ends the meeting.
    ///
    /// @param reason of their leaving
    @Transactional
    public void close(RoomId room, String reason, Instant now) {
        List<PresentParticipantRow> inside = rows.present(room.value());
        int count = inside.size();
        for (PresentParticipantRow gone : inside) {
            count -= 1;
            append(
                    room,
                    new Fact.ParticipantLeft(
                            now,
                            new ParticipantId(gone.place().participant()),
                            gone.name(),
                            gone.subject(),
                            reason,
                            count));
        }
        append(room, new Fact.RoomEnded(now));
    }

    /// Rooms that the log has as not empty.
    @ReadOnly
    public List<RoomId> openMeetings() {
        return rows.rooms().stream().map(RoomId::new).toList();
    }
}
