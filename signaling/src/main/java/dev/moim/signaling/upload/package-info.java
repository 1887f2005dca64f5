/// Brings the files of closed recordings into the object store, however often it takes, and says so once. It must not
/// know how recordings are made, nor which store it is.
@NullMarked
package dev.moim.signaling.upload;

import org.jspecify.annotations.NullMarked;
