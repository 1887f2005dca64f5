package dev.moim.signaling.queue;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/// The rows of the queue. Whoever changes one locks it first; db-scheduler's own changes take the same lock.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface JobRows extends GenericRepository<JobRow, JobKey> {
    @Query("select * from jobs where task_name = :kind and task_instance = :key for update")
    Optional<JobRow> lock(String kind, String key);

    @Query("select * from jobs where task_name = :kind and task_instance = :key")
    Optional<JobRow> find(String kind, String key);

    /// @return 0 when somebody else was faster
    @Query("insert into jobs (task_name, task_instance, task_data, execution_time, picked, consecutive_failures,"
            + " version, cancelled) values (:kind, :key, :payload, :due, false, 0, 1, false) on conflict do nothing")
    int insert(String kind, String key, byte[] payload, Instant due);

    /// For a job that waits: its attempts begin again.
    @Query("update jobs set task_data = :payload, execution_time = :due, consecutive_failures = 0"
            + " where task_name = :kind and task_instance = :key")
    int renew(String kind, String key, byte[] payload, Instant due);

    /// For a job that runs.
    @Query("update jobs set task_data = :payload, again_at = :due, cancelled = false"
            + " where task_name = :kind and task_instance = :key")
    int runAgain(String kind, String key, byte[] payload, Instant due);

    @Query("update jobs set again_at = null, cancelled = true where task_name = :kind and task_instance = :key")
    int markCancelled(String kind, String key);

    @Query("delete from jobs where task_name = :kind and task_instance = :key")
    int remove(String kind, String key);

    /// Ends a run.
    @Query("update jobs set picked = false, picked_by = null, last_heartbeat = null, execution_time = :due,"
            + " consecutive_failures = :failures, again_at = null, cancelled = false, ticket = null,"
            + " version = version + 1 where task_name = :kind and task_instance = :key")
    int release(String kind, String key, Instant due, int failures);

    /// For a job that runs: whoever ends it must know the ticket.
    @Query("update jobs set ticket = :ticket where task_name = :kind and task_instance = :key")
    int putTicket(String kind, String key, String ticket);

    /// The broker has it: it runs elsewhere, until it is due again.
    @Query("update jobs set picked = false, picked_by = null, last_heartbeat = null, execution_time = :due,"
            + " version = version + 1 where task_name = :kind and task_instance = :key")
    int handOver(String kind, String key, Instant due);

    @Query("update jobs set execution_time = :due"
            + " where task_name = :kind and task_instance = :key and ticket = :ticket and picked = false")
    int extend(String kind, String key, String ticket, Instant due);

    /// For all that was handed over and would be due earlier.
    @Query("update jobs set execution_time = :due"
            + " where ticket is not null and picked = false and execution_time < :due")
    int extendAll(Instant due);

    /// Gives back what a process had in hand when it died.
    @Query("update jobs set picked = false, picked_by = null, last_heartbeat = null, version = version + 1"
            + " where picked = true and picked_by = :node")
    int releaseAllOf(String node);
}
