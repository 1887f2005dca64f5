package dev.moim.stunturn.netem;

/// What happened to the datagrams of one direction of a [Host] so far.
///
/// @param sent put in
/// @param delivered came out, second copies included
/// @param lost by chance
/// @param overflowed dropped because the queue was full
/// @param oversized longer than the MTU
/// @param duplicated second copies
public record Traffic(long sent, long delivered, long lost, long overflowed, long oversized, long duplicated) {}
