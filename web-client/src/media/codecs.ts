// Two codecs a slot: what cameras send and what encoders like OBS send. Every further codec makes the SDP longer,
// and its size is the only cost of a slot.
const VIDEO = ["video/vp8", "video/h264"];
const AUDIO = ["audio/opus", "audio/red"];

/** Limits what the m-section offers; a browser that cannot say keeps its own list. */
export function preferCodecs(transceiver: RTCRtpTransceiver, kind: "audio" | "video"): void {
  const known = RTCRtpReceiver.getCapabilities?.(kind)?.codecs ?? [];
  const wanted = (kind === "audio" ? AUDIO : VIDEO).flatMap((mime) =>
    mime === "video/h264" ? baseline(known) : known.filter((codec) => codec.mimeType.toLowerCase() === mime)
  );
  const repair = known.filter((codec) => codec.mimeType.toLowerCase() === "video/rtx");
  if (wanted.length > 0 && transceiver.setCodecPreferences) transceiver.setCodecPreferences([...wanted, ...repair]);
}

/** One H.264 that everyone has: constrained baseline with packetization mode 1 (RFC 6184 section 8.1). */
function baseline(known: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const all = known.filter((codec) => codec.mimeType.toLowerCase() === "video/h264");
  const best = all.find((codec) =>
    /profile-level-id=42e0/i.test(codec.sdpFmtpLine ?? "") && /packetization-mode=1/.test(codec.sdpFmtpLine ?? "")
  );
  return best ? [best] : [];
}
