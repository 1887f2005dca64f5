/** Whether a frame belongs to the source that entered a slot at the given RTP timestamp; both wrap at 2^32. */
export function isFrom(rtpTimestamp: number | undefined, fromTimestamp: number | undefined): boolean {
  if (rtpTimestamp === undefined || !fromTimestamp) return true; // nothing to compare with: the first frame will do
  return ((rtpTimestamp - fromTimestamp) | 0) >= 0;
}
