package dev.moim.stunturn.turn;

import java.util.List;

/// What an authentic request comes to.
sealed interface Outcome {
    /// @param answer a whole message
    record Answer(TurnEnd end, byte[] answer) implements Outcome {}

    /// @param code one of [Refusal]'s
    record Refused(int code) implements Outcome {}

    record Unknown(List<Integer> attributes) implements Outcome {}
}
