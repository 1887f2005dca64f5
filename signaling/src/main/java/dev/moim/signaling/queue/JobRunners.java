package dev.moim.signaling.queue;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.moim.signaling.store.Disk;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.jdbc.DataSourceResolver;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/// Starts a [JobRunner] for each worker with the server, wakes it when a job is due, and ends it with the server.
/// Where there is no database there are no jobs.
@Singleton
@Requires(property = "datasources.default.url")
class JobRunners {
    private final BeanContext beans;
    private final JobRows rows;
    private final JobTasks tasks;
    private final Disk disk;
    private final DataSource database;
    private final Optional<Dispatch> dispatch;
    private final String node;
    private final Map<String, JobRunner> runners = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofVirtual().name("job-alarms").factory(),
            // A commit after the end wakes nobody.
            new ThreadPoolExecutor.DiscardPolicy());

    JobRunners(
            BeanContext beans,
            JobRows rows,
            StoredJobQueue queue,
            Disk disk,
            DataSource database,
            DataSourceResolver resolver,
            Optional<Dispatch> dispatch,
            @Value("${moim.queue:database}") String queueName,
            @Value("${datasources.default.url}") String url,
            @Value("${moim.node:}") String node) {
        this.beans = beans;
        this.rows = rows;
        this.tasks = new JobTasks(queue);
        this.disk = disk;
        // db-scheduler's own changes are none of a transaction.
        this.database = resolver.resolve(database);
        this.dispatch = dispatch;
        if (!Set.of("database", "rabbitmq").contains(queueName)) {
            throw new IllegalArgumentException("moim.queue is database or rabbitmq");
        }
        this.node = node.isEmpty() ? defaultNode(url) : node;
    }

    /// The embedded database has one process; what a dead one held is ours.
    private static String defaultNode(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return "this";
        }
        try {
            String host = InetAddress.getLocalHost().getHostName();
            return host.substring(0, Math.min(host.length(), 50));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("this machine has no name: set moim.node", e);
        }
    }

    @EventListener
    void onStart(StartupEvent started) {
        Collection<JobWorker> workers = beans.getBeansOfType(JobWorker.class);
        if (workers.isEmpty()) {
            return;
        }
        rows.releaseAllOf(node);
        dispatch.ifPresent(Dispatch::onStart);
        List<Task<?>> all = new ArrayList<>();
        workers.forEach(worker -> all.add(task(worker)));
        for (var worker : workers) {
            int concurrency = isRemote(worker) ? Dispatch.CONCURRENCY : worker.concurrency();
            var runner = new JobRunner(worker.kind(), concurrency, all, database, node);
            runners.put(worker.kind(), runner);
            runner.start();
        }
    }

    private boolean isRemote(JobWorker worker) {
        return dispatch.isPresent() && worker instanceof RemoteWork;
    }

    private Task<String> task(JobWorker worker) {
        return dispatch.isPresent() && worker instanceof RemoteWork remote
                ? tasks.task(remote, dispatch.get())
                : tasks.task(worker);
    }

    @TransactionalEventListener
    void onCommit(StoredJobQueue.Due job) {
        var runner = runners.get(job.kind());
        if (runner == null) {
            return;
        }
        // Nobody acts on what a killed process would forget.
        disk.sync();
        Duration wait = Duration.between(Instant.now(), job.at());
        if (!wait.isPositive()) {
            runner.wake();
        } else if (wait.compareTo(JobRunner.POLL) < 0) {
            var _ = alarms.schedule(runner::wake, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    @PreDestroy
    void stop() {
        tasks.onStop();
        alarms.shutdownNow();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            runners.values().forEach(runner -> all.execute(runner::stop));
        }
    }
}
