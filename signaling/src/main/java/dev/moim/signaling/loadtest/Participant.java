package dev.moim.signaling.loadtest;

import dev.moim.media.CloseCause;
import dev.moim.media.DropReason;
import dev.moim.media.rtcp.FullIntraRequest;
import dev.moim.media.rtcp.GenericNack;
import dev.moim.media.rtcp.PictureLossIndication;
import dev.moim.media.rtcp.RtcpHandler;
import dev.moim.media.rtcp.RtcpReader;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.transport.PeerTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One participant's media, once there is an answer: ICE, DTLS, SRTP, what it publishes and what it receives. Used on
/// the media thread.
final class Participant implements PeerTransport.Listener, RtcpHandler {
    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000;

    /// How often feedback is looked at.
    private static final long FEEDBACK_INTERVAL_NANOS = 10_000_000;

    /// RFC 7983 section 7.
    private static final int LAST_STUN_BYTE = 3;

    private static final int FIRST_MEDIA_BYTE = 128;

    private final MediaThread thread;
    private final ParticipantSocket socket;
    private final CandidateChecks checks;
    private final PeerTransport transport;
    private final Reception reception;
    private final boolean publishes;
    private final EarlyMedia early = new EarlyMedia();
    private final RtcpReader reader = new RtcpReader();
    private final CompletableFuture<Long> connected = new CompletableFuture<>();
    private @Nullable Publication publication;
    private long nowNanos;
    private long feedbackNanos;
    private long reportNanos;
    private long drops;

    /// On the media thread.
    Participant(MediaThread thread, Offer offer, Answer answer, long nowNanos) throws IOException {
        this.thread = thread;
        this.socket = new ParticipantSocket();
        this.checks = new CandidateChecks(offer.ice(), answer.ice(), answer.candidates(), thread.random(), nowNanos);
        this.reception = new Reception(answer.slots(), thread.latency());
        this.publishes = !answer.publications().isEmpty();
        this.transport = PeerTransport.client(thread.dtls(), answer.fingerprints(), socket::send, this, thread);
        this.nowNanos = nowNanos;
        this.feedbackNanos = nowNanos;
        this.reportNanos = nowNanos + thread.random().nextLong(REPORT_INTERVAL_NANOS);
        thread.add(this, socket.channel());
        poll(nowNanos);
    }

    /// When media could be sent, of [System#nanoTime]; fails when the path does.
    CompletableFuture<Long> connected() {
        return connected;
    }

    Reception reception() {
        return reception;
    }

    /// Media packets published so far.
    long published() {
        return publication == null ? 0 : publication.packets();
    }

    void receive(Arrivals arrivals) {
        socket.receive(this, arrivals);
    }

    void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos) {
        nowNanos = arrivalNanos;
        int firstByte = length > 0 ? buffer[offset] & 0xFF : 255;
        if (firstByte >= FIRST_MEDIA_BYTE && !transport.isReady()) {
            early.add(buffer, offset, length, arrivalNanos);
        } else if (firstByte > LAST_STUN_BYTE) {
            transport.onDatagram(buffer, offset, length, arrivalNanos);
        } else {
            checks.onDatagram(buffer, offset, length, socket.source(), arrivalNanos)
                    .ifPresent(this::onPath);
        }
    }

    private void onPath(InetSocketAddress remote) {
        socket.connect(remote);
        transport.start();
    }

    /// The earliest moment at which something is due; before the way is found its check, then media and feedback.
    long nextPollNanos(long now) {
        long next = earlier(checks.nextPollNanos(now), feedbackNanos);
        return publication == null ? next : earlier(next, publication.nextPollNanos());
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    void poll(long now) {
        nowNanos = now;
        checks.poll(socket::send, now);
        if (publication != null) {
            publication.poll(now);
        }
        if (feedbackNanos - now <= 0) {
            feedbackNanos = now + FEEDBACK_INTERVAL_NANOS;
            feedback(now);
        }
    }

    private void feedback(long now) {
        if (!transport.isReady()) {
            return;
        }
        CompoundWriter out = thread.compounds();
        out.begin(transport::sendRtcp);
        if (reportNanos - now <= 0) {
            reportNanos = now + REPORT_INTERVAL_NANOS;
            if (publication != null) {
                publication.report(out, System.currentTimeMillis());
            }
            out.receiverReport();
            reception.report(out, now);
            out.description();
        }
        reception.poll(out, now);
        out.end();
    }

    /// Says goodbye and gives the socket back.
    void close() {
        transport.close(nowNanos);
        thread.remove(this);
        connected.completeExceptionally(new IllegalStateException("closed"));
        // The goodbye is a command of the transport that comes after this one.
        thread.execute(socket::close);
    }

    @Override
    public boolean accepts(RtpView packet, long now) {
        return true;
    }

    @Override
    public void onRtp(RtpView packet, long arrivalNanos) {
        reception.onRtp(packet, arrivalNanos);
    }

    @Override
    public void onRtcp(byte[] buffer, int offset, int length, long now) {
        reader.read(buffer, offset, length, this);
    }

    @Override
    public void onConnected(long now) {
        if (publishes) {
            publication = new Publication(transport, thread.random(), now);
        }
        connected.complete(System.nanoTime());
        early.replay(transport::onDatagram);
    }

    @Override
    public void onClosed(CloseCause cause, String detail, long now) {
        publication = null;
        connected.completeExceptionally(new IllegalStateException("the server's path closed: " + detail));
    }

    @Override
    public void onDrop(DropReason reason) {
        drops++;
    }

    @Override
    public void onSenderReport(SenderReport report) {
        reception.onSenderReport(report, nowNanos);
    }

    @Override
    public void onGenericNack(GenericNack nack) {
        if (publication != null) {
            publication.onNack(nack.mediaSsrc(), nack.lost());
        }
    }

    @Override
    public void onPictureLossIndication(PictureLossIndication indication) {
        if (publication != null) {
            publication.onKeyFrameRequest(indication.mediaSsrc());
        }
    }

    @Override
    public void onFullIntraRequest(FullIntraRequest request) {
        if (publication != null) {
            publication.onKeyFrameRequest(request.mediaSsrc());
        }
    }

    /// Datagrams that could not be used since [#restartCounts], SRTP that did not verify among them.
    long drops() {
        return drops;
    }

    void restartCounts() {
        drops = 0;
        reception.restartCounts();
    }

    /// Sends a datagram as it is, whatever it is.
    void sendRaw(byte[] datagram) {
        socket.send(datagram, 0, datagram.length);
    }
}
