package dev.moim.media.record;

/// A copy of a packet that waits for those before it.
final class HeldPacket {
    private static final int USUAL_BYTES = 1500;

    private final QueuedItem item = new QueuedItem();

    HeldPacket() {
        item.bytes = new byte[USUAL_BYTES];
    }

    void set(QueuedItem packet) {
        item.kind = packet.kind;
        item.track = packet.track;
        item.stream = packet.stream;
        item.dropped = packet.dropped;
        item.codec = packet.codec;
        item.redundant = packet.redundant;
        item.marker = packet.marker;
        item.padding = packet.padding;
        item.rotation = packet.rotation;
        item.timestamp = packet.timestamp;
        item.clockRate = packet.clockRate;
        item.sequenceNumber = packet.sequenceNumber;
        item.arrivalNanos = packet.arrivalNanos;
        item.reportedNanos = packet.reportedNanos;
        item.reportedTimestamp = packet.reportedTimestamp;
        if (item.bytes.length < packet.length) {
            item.bytes = new byte[packet.length];
        }
        System.arraycopy(packet.bytes, packet.offset, item.bytes, 0, packet.length);
        item.offset = 0;
        item.length = packet.length;
    }

    QueuedItem item() {
        return item;
    }
}
