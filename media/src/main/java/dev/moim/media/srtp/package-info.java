/// Protects and unprotects packets; the only package that imports org.jitsi.srtp. It must not know where keys come
/// from.
@NullMarked
package dev.moim.media.srtp;

import org.jspecify.annotations.NullMarked;
