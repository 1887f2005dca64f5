package dev.moim.stunturn;

import java.net.InetSocketAddress;

/// How a client reaches one of this server's addresses through an allocation of this process. The same object for as
/// long as the allocation and the client's wish to use that address live.
///
/// @param source what ICE and media take for the remote address; an [InnerAddress]
/// @param relayed what the client was told to be its relayed address; belongs into XOR-MAPPED-ADDRESS of answers to
///     its checks
/// @param server which of this server's addresses the client sends to
/// @param client where the client is
public record RelayedPath(
        InetSocketAddress source, InetSocketAddress relayed, InetSocketAddress server, ClientPath client) {}
