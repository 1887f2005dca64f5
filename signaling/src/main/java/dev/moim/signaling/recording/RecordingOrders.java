package dev.moim.signaling.recording;

import dev.moim.signaling.auth.Ids;
import dev.moim.signaling.recording.RecordingRefusal.Reason;
import dev.moim.signaling.room.RecordingFact.StopReason;
import dev.moim.signaling.room.RecordingReply;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomEvent;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.Rooms;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Brings orders to rooms and waits until they are on disk. The caller has checked who gives them. Any thread; blocks.
@Singleton
public class RecordingOrders {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final Rooms rooms;
    private final Segments segments;

    RecordingOrders(Rooms rooms, Segments segments) {
        this.rooms = rooms;
        this.segments = segments;
    }

    /// @param by the subject of who asks
    /// @return the recording's id
    /// @throws RecordingRefusal when the room has one already, or the disk is too full
    public String start(RoomId room, String by) {
        try {
            if (!segments.hasSpace()) {
                throw new RecordingRefusal(Reason.NO_SPACE, "the server's disk is too full to record");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String id = Ids.newId();
        order(room, reply -> new RoomEvent.StartRecording(id, by, reply));
        return id;
    }

    /// @throws RecordingRefusal when it is not recording
    public void pause(RoomId room, String recording, String by) {
        order(room, reply -> new RoomEvent.PauseRecording(recording, by, reply));
    }

    /// @throws RecordingRefusal when it is not paused
    public void resume(RoomId room, String recording, String by) {
        order(room, reply -> new RoomEvent.ResumeRecording(recording, by, reply));
    }

    /// @throws RecordingRefusal when it is over already
    public void stop(RoomId room, String recording, String by) {
        order(room, reply -> new RoomEvent.StopRecording(recording, by, StopReason.REQUESTED, reply));
    }

    private void order(RoomId room, Function<RecordingReply, RoomEvent> order) {
        RoomActor actor = rooms.open(room).orElseThrow(RecordingOrders::busy);
        var answer = new CompletableFuture<RecordingReply.Answer>();
        if (!actor.tell(order.apply(answer::complete))) {
            throw busy();
        }
        switch (await(answer)) {
            case DONE -> {}
            case ALREADY_RECORDING -> throw new RecordingRefusal(Reason.CONFLICT, "the room is being recorded already");
            case NOT_NOW -> throw new RecordingRefusal(Reason.CONFLICT, "the recording is not in a state for that");
            case NOT_STORED -> throw busy();
        }
    }

    private static RecordingReply.Answer await(CompletableFuture<RecordingReply.Answer> answer) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private static RecordingRefusal busy() {
        return new RecordingRefusal(Reason.BUSY, "the room is too busy: try again");
    }
}
