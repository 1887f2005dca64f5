// The REST API as this client uses it; docs of every path are at /docs.

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

export interface RoomInfo {
  readonly id: string;
  readonly name: string;
  /** How many are inside. */
  readonly count: number;
  /** The names of the first of them. */
  readonly participants: readonly string[];
  /** What comes in is recorded, or may be again soon. */
  readonly recorded: boolean;
}

/** An answer that is no success; status 0 means that there was no answer. */
export class RestError extends Error {
  constructor(readonly status: number, readonly code: string, readonly detail: string) {
    super(`${status} ${code} ${detail}`.trim());
  }
}

const LIMIT_MS = 15_000;

export async function call(method: string, path: string, body?: unknown, bearer?: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (bearer !== undefined) headers["Authorization"] = `Bearer ${bearer}`;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: "omit", // no cookies: a token in a header cannot be sent by another site
      signal: AbortSignal.timeout(LIMIT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (failure) {
    throw new RestError(0, "no-answer", failure instanceof Error ? failure.message : "");
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new RestError(response.status, text(problem.code) || text(problem.type), text(problem.detail));
}

export async function login(username: string, password: string): Promise<Tokens> {
  return tokens(await (await call("POST", "/auth/login", { username, password })).json());
}

export async function setup(code: string, username: string, password: string): Promise<void> {
  await call("POST", "/auth/setup", { code, username, password });
}

export async function refresh(refreshToken: string): Promise<Tokens> {
  return tokens(await (await call("POST", "/auth/refresh", { refreshToken })).json());
}

export async function logout(bearer: string): Promise<void> {
  await call("POST", "/auth/logout", undefined, bearer);
}

export async function createRoom(name: string, bearer: string): Promise<string> {
  return text((await (await call("POST", "/rooms", { name }, bearer)).json()).id);
}

export async function roomInfo(id: string, bearer?: string): Promise<RoomInfo> {
  const value = await (await call("GET", `/rooms/${encodeURIComponent(id)}`, undefined, bearer)).json();
  const participants = (Array.isArray(value.participants) ? value.participants : []).map(text);
  const count = typeof value.count === "number" ? value.count : participants.length;
  return { id: text(value.id) || id, name: text(value.name), count, participants, recorded: text(value.recording) !== "" };
}

export async function roomToken(id: string, name: string | undefined, bearer?: string): Promise<string> {
  const body = name === undefined ? {} : { name };
  return text((await (await call("POST", `/rooms/${encodeURIComponent(id)}/tokens`, body, bearer)).json()).token);
}

/** Needs a moderator's room token. */
export async function startRecording(room: string, bearer: string): Promise<void> {
  await call("POST", `/rooms/${encodeURIComponent(room)}/recordings`, undefined, bearer);
}

export async function stopRecording(recording: string, bearer: string): Promise<void> {
  await call("POST", `/recordings/${encodeURIComponent(recording)}/stop`, undefined, bearer);
}

export async function iceServers(bearer: string): Promise<RTCIceServer[]> {
  const value = await (await call("GET", "/ice-servers", undefined, bearer)).json();
  const list = Array.isArray(value) ? value : value.iceServers;
  return Array.isArray(list) ? list : [];
}

// deno-lint-ignore no-explicit-any -- JSON from outside, checked here
function tokens(value: any): Tokens {
  return {
    accessToken: text(value.accessToken),
    refreshToken: text(value.refreshToken),
    expiresIn: typeof value.expiresIn === "number" ? value.expiresIn : 60,
  };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
