package dev.moim.stunturn.turn;

import dev.moim.stunturn.turn.TurnSettings.PortRange;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/// Ports of relayed addresses. They begin anywhere, so that nobody can guess the next one.
final class RelayPorts {
    /// Ports that turn out to be taken by someone else before we give up.
    private static final int MAX_TRIES = 16;

    private final PortRange range;
    private final RandomGenerator random;
    private final BitSet taken;

    RelayPorts(PortRange range, RandomGenerator random) {
        this.range = range;
        this.random = random;
        this.taken = new BitSet(range.size());
    }

    /// @param even RFC 8656 section 7.2: RTP's port
    /// @param opens tries to have the port
    /// @return 0 if there is none
    int take(boolean even, IntPredicate opens) {
        int start = random.nextInt(range.size());
        int tries = 0;
        for (int i = 0; i < range.size() && tries < MAX_TRIES; i++) {
            int index = (start + i) % range.size();
            int port = range.first() + index;
            if (taken.get(index) || (even && port % 2 != 0)) {
                continue;
            }
            tries++;
            if (opens.test(port)) {
                taken.set(index);
                return port;
            }
        }
        return 0;
    }

    void giveBack(int port) {
        taken.clear(port - range.first());
    }
}
