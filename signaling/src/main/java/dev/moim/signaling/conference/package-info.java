/// Carries out a room's effects, turns SDP records into peer parameters and wires ICE to media; beside the
/// load test the only package that sees both modules. It must not know HTTP.
@NullMarked
package dev.moim.signaling.conference;

import org.jspecify.annotations.NullMarked;
