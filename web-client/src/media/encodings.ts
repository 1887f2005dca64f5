// Chromium below 960x540 leaves out the top layer unless each encoding says its size; Firefox knows only the factor.
interface Encoding extends RTCRtpEncodingParameters {
  scaleResolutionDownTo?: { maxWidth: number; maxHeight: number };
}

/** Three layers of a camera, the smallest first: browsers that send fewer drop from the end. */
export const cameraEncodings = (): Encoding[] => [
  layer("l", 4, 320, 180, 150_000),
  layer("m", 2, 640, 360, 500_000),
  layer("h", 1, 1280, 720, 1_700_000),
];

export const screenEncodings = (): Encoding[] => [{ maxBitrate: 2_500_000, maxFramerate: 30 }];

const layer = (rid: string, factor: number, maxWidth: number, maxHeight: number, maxBitrate: number): Encoding => ({
  rid,
  active: true,
  maxBitrate,
  scaleResolutionDownBy: factor,
  scaleResolutionDownTo: { maxWidth, maxHeight },
});
