package dev.moim.signaling.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.room.RoomId;
import io.micronaut.data.connection.ConnectionStatus;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionStatus;
import io.micronaut.transaction.support.TransactionSynchronization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomLocksTest {
    @Test
    void keepsNoLockThatNobodyHolds() {
        var locks = new RoomLocks();
        var transaction = new Transaction();
        for (int i = 0; i < 100; i++) {
            locks.hold(new RoomId("room-" + i), transaction);
            locks.hold(new RoomId("room-" + i), transaction);
        }
        assertThat(locks.size()).isEqualTo(100);
        transaction.end();
        assertThat(locks.size()).isZero();
    }

    private static final class Transaction implements TransactionStatus<String> {
        private final List<TransactionSynchronization> synchronizations = new ArrayList<>();

        @Override
        public void registerSynchronization(TransactionSynchronization synchronization) {
            synchronizations.add(synchronization);
        }

        void end() {
            synchronizations.forEach(it -> it.afterCompletion(TransactionSynchronization.Status.ROLLED_BACK));
        }

        @Override
        public Object getTransaction() {
            return this;
        }

        @Override
        public ConnectionStatus<String> getConnectionStatus() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isNewTransaction() {
            return true;
        }

        @Override
        public void setRollbackOnly() {}

        @Override
        public boolean isRollbackOnly() {
            return false;
        }

        @Override
        public boolean isCompleted() {
            return false;
        }

        @Override
        public TransactionDefinition getTransactionDefinition() {
            return TransactionDefinition.DEFAULT;
        }
    }
}
