package dev.moim.signaling.alerts;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.MessageBodyWriter;
import io.micronaut.http.codec.CodecException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;

/// Puts pieces on the wire as they are.
@Singleton
@Produces(MediaType.TEXT_EVENT_STREAM)
final class PieceWriter implements MessageBodyWriter<Piece> {
    @Override
    public void writeTo(
            Argument<Piece> type, MediaType mediaType, Piece piece, MutableHeaders headers, OutputStream out) {
        headers.setIfMissing(HttpHeaders.CONTENT_TYPE, mediaType);
        try {
            out.write(piece.bytes());
        } catch (IOException e) {
            throw new CodecException("cannot write an event", e);
        }
        piece.onTaken().run();
    }
}
