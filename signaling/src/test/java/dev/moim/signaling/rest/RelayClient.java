package dev.moim.signaling.rest;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A TURN client of a few requests, written from RFC 8656 without the server's classes.
final class RelayClient implements AutoCloseable {
    static final int ALLOCATE = 0x0003;
    static final int REFRESH = 0x0004;

    private static final int COOKIE = 0x2112A442;
    private static final int SUCCESS = 0x0100;
    private static final int USERNAME = 0x0006;
    private static final int INTEGRITY = 0x0008;
    private static final int ERROR_CODE = 0x0009;
    private static final int REALM = 0x0014;
    private static final int NONCE = 0x0015;
    private static final int REQUESTED_TRANSPORT = 0x0019;
    private static final int HEADER = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Wire wire;
    private final String username;
    private final String password;
    private byte[] realm = {};
    private byte[] nonce = {};

    private RelayClient(Wire wire, String username, String password) {
        this.wire = wire;
        this.username = username;
        this.password = password;
    }

    static RelayClient udp(int port, String username, String password) throws IOException {
        var socket = new DatagramSocket();
        socket.connect(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        return new RelayClient(new Datagrams(socket), username, password);
    }

    /// @param socket plain or TLS
    static RelayClient stream(Socket socket, String username, String password) throws IOException {
        socket.setSoTimeout(5_000);
        return new RelayClient(new Stream(socket, new DataInputStream(socket.getInputStream())), username, password);
    }

    /// Asks, again with the server's nonce if it gives one.
    ///
    /// @return 0 for success, else the error code
    int ask(int method) {
        int code = once(method);
        return code == 401 || code == 438 ? once(method) : code;
    }

    private int once(int method) {
        byte[] answer = exchange(request(method));
        if ((ByteBuffer.wrap(answer).getShort() & 0x0110) == SUCCESS) {
            return 0;
        }
        realm = attribute(answer, REALM).orElse(realm);
        nonce = attribute(answer, NONCE).orElse(nonce);
        byte[] error = attribute(answer, ERROR_CODE).orElseThrow();
        return error[2] * 100 + error[3];
    }

    private byte[] exchange(byte[] request) {
        try {
            wire.send(request);
            byte[] answer = wire.receive();
            if (!Arrays.equals(answer, 8, HEADER, request, 8, HEADER)) {
                throw new AssertionError("an answer to something else");
            }
            return answer;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] request(int method) {
        var body = new ByteArrayOutputStream();
        if (method == ALLOCATE) {
            append(body, REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0});
        }
        if (nonce.length == 0) {
            return message(method, body.toByteArray(), 0);
        }
        append(body, USERNAME, username.getBytes(StandardCharsets.UTF_8));
        append(body, REALM, realm);
        append(body, NONCE, nonce);
        // RFC 8489 section 14.5: the length counts the attribute that is made from it.
        byte[] signed = message(method, body.toByteArray(), 24);
        append(body, INTEGRITY, hmac(signed));
        byte[] whole = message(method, body.toByteArray(), 0);
        System.arraycopy(signed, 8, whole, 8, 12);
        return whole;
    }

    private static byte[] message(int method, byte[] body, int more) {
        byte[] id = new byte[12];
        RANDOM.nextBytes(id);
        return ByteBuffer.allocate(HEADER + body.length)
                .putShort((short) method)
                .putShort((short) (body.length + more))
                .putInt(COOKIE)
                .put(id)
                .put(body)
                .array();
    }

    private byte[] hmac(byte[] message) {
        try {
            String secret = username + ":" + new String(realm, StandardCharsets.UTF_8) + ":" + password;
            byte[] key = MessageDigest.getInstance("MD5").digest(secret.getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void append(ByteArrayOutputStream body, int type, byte[] value) {
        byte[] padded = Arrays.copyOf(value, (value.length + 3) / 4 * 4);
        body.writeBytes(ByteBuffer.allocate(4 + padded.length)
                .putShort((short) type)
                .putShort((short) value.length)
                .put(padded)
                .array());
    }

    private static Optional<byte[]> attribute(byte[] message, int wanted) {
        ByteBuffer rest = ByteBuffer.wrap(message, HEADER, message.length - HEADER);
        while (rest.remaining() >= 4) {
            int type = rest.getShort() & 0xFFFF;
            byte[] value = new byte[rest.getShort() & 0xFFFF];
            rest.get(value);
            rest.position(rest.position() + (-value.length & 3));
            if (type == wanted) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Wire {
        void send(byte[] message) throws IOException;

        byte[] receive() throws IOException;

        void close() throws IOException;
    }

    private record Datagrams(DatagramSocket socket) implements Wire {
        @Override
        public void send(byte[] message) throws IOException {
            socket.send(new DatagramPacket(message, message.length));
        }

        @Override
        public byte[] receive() throws IOException {
            var packet = new DatagramPacket(new byte[2048], 2048);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private record Stream(Socket socket, DataInputStream in) implements Wire {
        @Override
        public void send(byte[] message) throws IOException {
            socket.getOutputStream().write(message);
            socket.getOutputStream().flush();
        }

        @Override
        public byte[] receive() throws IOException {
            byte[] header = new byte[HEADER];
            in.readFully(header);
            byte[] message = Arrays.copyOf(
                    header, HEADER + (ByteBuffer.wrap(header, 2, 2).getShort() & 0xFFFF));
            in.readFully(message, HEADER, message.length - HEADER);
            return message;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
