package dev.moim.media.rtcp;

/// Takes the packets of a compound in their order. What is not overridden is ignored.
public interface RtcpHandler {
    default void onSenderReport(SenderReport report) {}

    default void onReceiverReport(ReceiverReport report) {}

    /// Once for each source with a CNAME.
    default void onSourceDescription(SourceDescription description) {}

    /// Once for each source that leaves.
    default void onBye(Bye bye) {}

    default void onGenericNack(GenericNack nack) {}

    default void onPictureLossIndication(PictureLossIndication indication) {}

    /// Once for each stream asked for.
    default void onFullIntraRequest(FullIntraRequest request) {}

    /// @param feedback valid during the call only
    default void onTransportFeedback(TransportFeedback feedback) {}

    default void onReceiverEstimatedMaxBitrate(ReceiverEstimatedMaxBitrate estimate) {}
}
