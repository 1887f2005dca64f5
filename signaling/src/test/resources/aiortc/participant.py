"""A participant on aiortc: publishes a microphone and a camera, receives the others, prints what arrived as JSON.

Usage: participant.py URL TOKEN NAME SECONDS

As soon as sound and pictures have come it prints `{"enough": true}`; it leaves when its standard input ends, or after
SECONDS.
"""

import asyncio
import json
import sys

import av
import numpy
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack
from session import stay

AUDIO_SLOTS = 2
VIDEO_SLOTS = 2
ENOUGH = {"audio": 50, "video": 20}


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


async def until_told(counters, over):
    while not all(any(c.frames > least for c in counters[kind]) for kind, least in ENOUGH.items()):
        await asyncio.sleep(0.1)
    print(json.dumps({"enough": True}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    over.set()


async def main(url, token, name, seconds):
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    counters = {"audio": [], "video": []}
    connection.addTransceiver(AudioStreamTrack(), direction="sendonly")
    connection.addTransceiver(Picture(), direction="sendonly")
    for _ in range(AUDIO_SLOTS):
        connection.addTransceiver("audio", direction="recvonly")
    for _ in range(VIDEO_SLOTS):
        connection.addTransceiver("video", direction="recvonly")

    over = asyncio.Event()
    tasks = [asyncio.ensure_future(until_told(counters, over))]

    @connection.on("track")
    def on_track(track):
        counter = Counter()
        counters[track.kind].append(counter)
        tasks.append(asyncio.ensure_future(counter.run(track)))

    types = await stay(connection, url, token, name, seconds, over)
    state = connection.connectionState
    frames = {kind: sorted((c.frames for c in list), reverse=True) for kind, list in counters.items()}
    await connection.close()
    for task in tasks:
        task.cancel()
    print(json.dumps({"state": state, "frames": frames, "messages": types}), flush=True)


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
