package dev.moim.media.udp;

class NioUdpSocketTest extends UdpSocketContract {
    NioUdpSocketTest() {
        super(UdpSockets.Choice.NIO);
    }
}
