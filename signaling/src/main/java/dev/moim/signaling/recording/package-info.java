/// The life of a recording: started, paused, resumed, stopped, its segments and their files, and where the files go. It
/// must not know how media is recorded, nor controllers and sockets.
@NullMarked
package dev.moim.signaling.recording;

import org.jspecify.annotations.NullMarked;
