const streams = new WeakMap<MediaStreamTrack, MediaStream>();

/** One stream for one track, always the same, so that a video element is not started again by a render. */
export function streamOf(track: MediaStreamTrack | undefined): MediaStream | null {
  if (!track) return null;
  let stream = streams.get(track);
  if (!stream) streams.set(track, stream = new MediaStream([track]));
  return stream;
}
