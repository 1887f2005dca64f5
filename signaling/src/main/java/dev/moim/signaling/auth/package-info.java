/// Users, passwords, JWT, grants and revocation. It must not know controllers, rooms' state or media.
@NullMarked
package dev.moim.signaling.auth;

import org.jspecify.annotations.NullMarked;
