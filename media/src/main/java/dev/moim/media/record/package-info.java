/// Writes a room's sources to disk: a Matroska file for each, readable wherever it is cut, and a manifest of what is in
/// them and what is missing. It must not know who asked for the recording or where the files go afterwards.
@NullMarked
package dev.moim.media.record;

import org.jspecify.annotations.NullMarked;
