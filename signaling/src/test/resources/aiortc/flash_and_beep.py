"""A participant on aiortc whose picture turns white and whose microphone beeps at the same moments: each second for 200 ms.

Usage: flash_and_beep.py URL TOKEN NAME SECONDS
"""

import asyncio
import fractions
import sys
import time

import av
import numpy
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.mediastreams import MediaStreamTrack
from session import stay

FRAMES = 25
RATE = 48000
CHUNK = 960
ON_SECONDS = 0.2


class Clock:
    """The moment 0 of both tracks."""

    def __init__(self):
        self.start = None

    async def until(self, seconds):
        if self.start is None:
            self.start = time.monotonic()
        await asyncio.sleep(max(0, self.start + seconds - time.monotonic()))


class Flash(MediaStreamTrack):
    kind = "video"

    def __init__(self, clock):
        super().__init__()
        self.clock = clock
        self.count = 0

    async def recv(self):
        n = self.count
        self.count += 1
        await self.clock.until(n / FRAMES)
        on = (n % FRAMES) / FRAMES < ON_SECONDS
        pixels = numpy.full((120, 160, 3), 255 if on else 16, numpy.uint8)
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame.pts = n * 90000 // FRAMES
        frame.time_base = fractions.Fraction(1, 90000)
        return frame


class Beep(MediaStreamTrack):
    kind = "audio"

    def __init__(self, clock):
        super().__init__()
        self.clock = clock
        self.count = 0

    async def recv(self):
        n = self.count
        self.count += 1
        await self.clock.until(n * CHUNK / RATE)
        samples = n * CHUNK + numpy.arange(CHUNK)
        on = (samples % RATE) / RATE < ON_SECONDS
        sound = numpy.where(on, 12000 * numpy.sin(2 * numpy.pi * 1000 * samples / RATE), 0).astype(numpy.int16)
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.pts = n * CHUNK
        frame.time_base = fractions.Fraction(1, RATE)
        return frame


async def main(url, token, name, seconds):
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    clock = Clock()
    connection.addTransceiver(Beep(clock), direction="sendonly")
    connection.addTransceiver(Flash(clock), direction="sendonly")
    await stay(connection, url, token, name, seconds)
    await connection.close()


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
