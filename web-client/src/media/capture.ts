export type CaptureFailure = "blocked" | "missing" | "busy" | "unsupported";

export interface Wish {
  readonly microphone: string | false;
  readonly camera: string | false;
}

export interface Captured {
  readonly microphone: MediaStreamTrack | CaptureFailure | undefined;
  readonly camera: MediaStreamTrack | CaptureFailure | undefined;
}

export const isTrack = (value: MediaStreamTrack | CaptureFailure | undefined): value is MediaStreamTrack =>
  typeof value === "object";

/** Opens what is wished for. One missing device does not take the other away, and says why it is missing. */
export async function capture(wish: Wish): Promise<Captured> {
  if (wish.microphone !== false && wish.camera !== false) {
    const both = await open({ audio: audio(wish.microphone), video: video(wish.camera) });
    if (typeof both === "object") {
      return { microphone: both.getAudioTracks()[0], camera: both.getVideoTracks()[0] };
    }
  }
  const microphone = wish.microphone === false ? undefined : await openAny((id) => ({ audio: audio(id) }), wish.microphone);
  const camera = wish.camera === false ? undefined : await openAny((id) => ({ video: video(id) }), wish.camera);
  return {
    microphone: typeof microphone === "object" ? microphone.getAudioTracks()[0] : microphone,
    camera: typeof camera === "object" ? camera.getVideoTracks()[0] : camera,
  };
}

export interface Shared {
  readonly video: MediaStreamTrack;
  readonly audio: MediaStreamTrack | undefined;
}

/** Asks for a screen, a window or a tab; undefined when the person changed their mind. */
export async function captureScreen(): Promise<Shared | CaptureFailure | undefined> {
  if (!navigator.mediaDevices?.getDisplayMedia) return "unsupported";
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: 30, max: 30 } },
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const video = stream.getVideoTracks()[0];
    if (!video) return "missing";
    video.contentHint = "detail"; // letters stay sharp; the frame rate gives way
    return { video, audio: stream.getAudioTracks()[0] };
  } catch (failure) {
    const why = reason(failure);
    return why === "blocked" ? undefined : why;
  }
}

const audio = (deviceId: string): MediaTrackConstraints => ({
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  ...device(deviceId),
});

const video = (deviceId: string): MediaTrackConstraints => ({
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
  ...device(deviceId),
});

/** Exact: a browser weighs an ideal device against the ideal size, and takes another one that has the size. */
const device = (id: string): MediaTrackConstraints => (id === "" ? {} : { deviceId: { exact: id } });

/** A device that was unplugged since it was chosen must not keep anyone out: then any other will do. */
async function openAny(constraints: (id: string) => MediaStreamConstraints, id: string) {
  const chosen = await open(constraints(id));
  return chosen === "missing" && id !== "" ? await open(constraints("")) : chosen;
}

async function open(constraints: MediaStreamConstraints): Promise<MediaStream | CaptureFailure> {
  if (!navigator.mediaDevices?.getUserMedia) return "unsupported";
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (failure) {
    return reason(failure);
  }
}

function reason(failure: unknown): CaptureFailure {
  switch (failure instanceof DOMException ? failure.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "blocked";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    default:
      return "busy";
  }
}
