package dev.moim.signaling.queue;

/// The part of a kind's jobs that needs no database, so that it can be done on another machine. A bean for each kind.
public interface Labour {
    /// The same as that of its [RemoteWork].
    String kind();

    /// How many may be under way in this process at once, at least 1.
    int concurrency();

    /// Called on a virtual thread. The same order may come twice, after the first is done or on another machine; doing
    /// it again must be harmless. A RuntimeException is a fault of the job, see [RemoteWork#onFault].
    ///
    /// @param order what [RemoteWork#order] said
    /// @return the outcome, for [RemoteWork#conclude]; at most 8000 characters
    String carryOut(String order);
}
