package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/// A file of a closed segment.
///
/// @param name in the segment's folder
/// @param kind `track` or `manifest`
/// @param sha256 in lower-case hexadecimal
/// @param upload `waiting`, `uploaded` or `failed`
/// @param onDisk false once the local copy is removed
@MappedEntity("recording_files")
public record RecordingFileRow(
        @Id String id,
        String recordingId,
        int segment,
        String name,
        String kind,
        String mediaType,
        long size,
        String sha256,
        String upload,
        boolean onDisk) {}
