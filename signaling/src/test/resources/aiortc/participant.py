"""A participant on aiortc: publishes a microphone and a camera, receives the others, prints what arrived as JSON.

Usage: participant.py URL TOKEN NAME SECONDS
"""

import asyncio
import json
import sys
import time

import av
import numpy
import websockets
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack

AUDIO_SLOTS = 2
VIDEO_SLOTS = 2


class Picture(VideoStreamTrack):
    """A moving grey ramp, 320x240, 30 frames a second."""

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        ramp = (numpy.arange(240 * 320 * 3).reshape(240, 320, 3) + pts // 100) % 256
        frame = av.VideoFrame.from_ndarray(ramp.astype(numpy.uint8), format="rgb24")
        frame.pts = pts
        frame.time_base = time_base
        return frame


class Counter:
    """Counts the frames of one received track."""

    def __init__(self):
        self.frames = 0

    async def run(self, track):
        try:
            while True:
                await track.recv()
                self.frames += 1
        except MediaStreamError:
            pass


async def main(url, token, name, seconds):
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    counters = {"audio": [], "video": []}
    connection.addTransceiver(AudioStreamTrack(), direction="sendonly")
    connection.addTransceiver(Picture(), direction="sendonly")
    for _ in range(AUDIO_SLOTS):
        connection.addTransceiver("audio", direction="recvonly")
    for _ in range(VIDEO_SLOTS):
        connection.addTransceiver("video", direction="recvonly")

    tasks = []

    @connection.on("track")
    def on_track(track):
        counter = Counter()
        counters[track.kind].append(counter)
        tasks.append(asyncio.ensure_future(counter.run(track)))

    await connection.setLocalDescription(await connection.createOffer())
    sections = connection.getTransceivers()
    offer = {
        "sdp": connection.localDescription.sdp,
        "tracks": [
            {"mid": sections[0].mid, "source": "microphone"},
            {"mid": sections[1].mid, "source": "camera"},
        ],
    }
    async with websockets.connect(url, subprotocols=["moim.v1", "bearer." + token]) as socket:
        media = {"microphone": True, "camera": True, "screen": False, "screenAudio": False}
        await socket.send(json.dumps({"type": "join", "name": name, "offer": offer, "media": media}))
        end = time.monotonic() + seconds
        kinds = []
        highest = 0
        while time.monotonic() < end:
            try:
                text = await asyncio.wait_for(socket.recv(), timeout=max(0.01, end - time.monotonic()))
            except asyncio.TimeoutError:
                break
            message = json.loads(text)
            kinds.append(message["type"])
            highest = message.get("n", highest)
            if message["type"] == "answer":
                await connection.setRemoteDescription(RTCSessionDescription(message["sdp"], "answer"))
            elif message["type"] == "error":
                print(json.dumps(message), file=sys.stderr)
            await socket.send(json.dumps({"type": "ack", "n": highest}))
        await socket.send(json.dumps({"type": "leave"}))
    state = connection.connectionState
    frames = {kind: sorted((c.frames for c in list), reverse=True) for kind, list in counters.items()}
    await connection.close()
    for task in tasks:
        task.cancel()
    print(json.dumps({"state": state, "frames": frames, "messages": kinds}))


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
