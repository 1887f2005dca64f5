export interface Device {
  readonly id: string;
  readonly label: string;
}

export interface Devices {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  /** Empty where the browser cannot choose. */
  readonly speakers: readonly Device[];
}

export const noDevices: Devices = { microphones: [], cameras: [], speakers: [] };

/** The devices the browser names; before a permission they have no names and are left out. */
export async function listDevices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const of = (kind: MediaDeviceKind): Device[] =>
    all.filter((device) => device.kind === kind && device.label !== "").map(({ deviceId, label }) => ({
      id: deviceId,
      label,
    }));
  return { microphones: of("audioinput"), cameras: of("videoinput"), speakers: of("audiooutput") };
}

export function onDevicesChanged(listener: () => void): void {
  navigator.mediaDevices?.addEventListener?.("devicechange", listener);
}
