package dev.moim.media.udp;

/// What one socket did since it was opened.
///
/// @param received datagrams handed to the owner
/// @param oversized datagrams received and dropped because they were longer than [UdpSocket#MAX_DATAGRAM_BYTES]
/// @param receiveErrors errors that the system reported instead of a datagram
/// @param sent datagrams that the operating system took
/// @param failed datagrams that it refused, buffers full included
/// @param messages system messages that carried the sent datagrams
/// @param segmented those of the messages that carried several datagrams
public record UdpCounters(
        long received, long oversized, long receiveErrors, long sent, long failed, long messages, long segmented) {}
