import type { Socket } from "./connection.ts";

/** The WebSocket of docs/protocol.md "Connecting": the token travels as a second subprotocol. */
export function openWebSocket(origin: string, roomId: string, token: string): Socket {
  const url = `${origin.replace(/^http/, "ws")}/api/v1/rooms/${encodeURIComponent(roomId)}/signaling`;
  return new WebSocket(url, ["moim.v1", `bearer.${token}`]);
}
