"""A stay in a room for participants on aiortc."""

import asyncio
import json
import sys
import time

import websockets
from aiortc import RTCSessionDescription


async def stay(connection, url, token, name, seconds, over=None):
    """Joins with a connection whose first two sections are microphone and camera, and stays that long or until `over`.

    Returns the types of the messages that came.
    """
    await connection.setLocalDescription(await connection.createOffer())
    sections = connection.getTransceivers()
    offer = {
        "sdp": connection.localDescription.sdp,
        "tracks": [
            {"mid": sections[0].mid, "source": "microphone"},
            {"mid": sections[1].mid, "source": "camera"},
        ],
    }
    types = []
    async with websockets.connect(url, subprotocols=["moim.v1", "bearer." + token]) as socket:
        media = {"microphone": True, "camera": True, "screen": False, "screenAudio": False}
        await socket.send(json.dumps({"type": "join", "name": name, "offer": offer, "media": media}))
        listening = asyncio.ensure_future(_listen(connection, socket, types))
        waited = [listening] + ([asyncio.ensure_future(over.wait())] if over else [])
        await asyncio.wait(waited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if listening.done():
            listening.result()
        for task in waited:
            task.cancel()
        await socket.send(json.dumps({"type": "leave"}))
    return types


async def _listen(connection, socket, types):
    highest = 0
    async for text in socket:
        message = json.loads(text)
        types.append(message["type"])
        highest = message.get("n", highest)
        if message["type"] == "answer":
            await connection.setRemoteDescription(RTCSessionDescription(message["sdp"], "answer"))
        elif message["type"] == "error":
            print(json.dumps(message), file=sys.stderr)
        await socket.send(json.dumps({"type": "ack", "n": highest}))
