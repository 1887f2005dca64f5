package dev.moim.media.dtls;

/// Decides whether the other side's certificate is the one that signaling promised (RFC 8122). Called on the
/// association's own thread, before any key exists.
@FunctionalInterface
public interface CertificateCheck {
    /// @param der the end-entity certificate
    boolean accepts(byte[] der);
}
