package dev.moim.signaling.queue;

import io.micronaut.data.annotation.Embeddable;
import io.micronaut.data.annotation.MappedProperty;

/// What there is one job of.
@Embeddable
record JobKey(@MappedProperty("task_name") String kind, @MappedProperty("task_instance") String key) {}
