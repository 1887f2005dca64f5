package dev.moim.media.dtls;

import java.util.ArrayList;
import java.util.List;

/// Records that anybody can send who knows the addresses, none of which may end an association.
final class ForgedRecords {
    private ForgedRecords() {}

    static List<byte[]> all() {
        var records = new ArrayList<byte[]>();
        // Alerts in the clear: fatal handshake_failure, close_notify.
        records.add(record(21, 0, new byte[] {2, 40}));
        records.add(record(21, 0, new byte[] {1, 0}));
        // Change of keys.
        records.add(record(20, 0, new byte[] {1}));
        // Too short for GCM, which Bouncy Castle answers with a fatal alert; then long enough but not authentic.
        for (int type = 20; type <= 23; type++) {
            records.add(record(type, 1, new byte[] {2, 40}));
            records.add(record(type, 1, new byte[23]));
            records.add(record(type, 1, new byte[24]));
            records.add(record(type, 1, new byte[200]));
        }
        // Every handshake type, whole and as the first byte of 16 MB.
        for (int type = 0; type < 40; type++) {
            if (type != Records.CLIENT_HELLO) {
                records.add(record(22, 0, fragment(type, 4, 0, 0, 4)));
                records.add(record(22, 0, fragment(type, 0, 0, 0, 0)));
            }
            records.add(record(22, 0, fragment(type, 0xFFFFFF, 0, 0, 1)));
        }
        // Versions that there are not, the first of them reserved.
        for (int version = 0xFE; version >= 0; version--) {
            byte[] record = record(22, 1, new byte[40]);
            record[2] = (byte) version;
            records.add(record);
        }
        // Half a ClientHello of another length, and a whole one that is nonsense.
        records.add(clientHello(300, 200));
        records.add(clientHello(20, 20));
        records.add(record(22, 0, fragment(1, 100, 5, 0, 100)));
        // Two records, the second torn.
        byte[] torn = new byte[60];
        System.arraycopy(record(21, 0, new byte[] {2, 40}), 0, torn, 0, 15);
        torn[15] = 22;
        records.add(torn);
        return records;
    }

    static byte[] clientHello(int length, int fragmentLength) {
        return record(22, 0, fragment(1, length, 0, 0, fragmentLength));
    }

    static byte[] record(int type, int epoch, byte[] fragment) {
        byte[] record = new byte[13 + fragment.length];
        record[0] = (byte) type;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[4] = (byte) epoch;
        // A number that the window of received records does not know yet.
        record[8] = 1;
        record[11] = (byte) (fragment.length >> 8);
        record[12] = (byte) fragment.length;
        System.arraycopy(fragment, 0, record, 13, fragment.length);
        return record;
    }

    private static byte[] fragment(int type, int length, int sequence, int offset, int fragmentLength) {
        byte[] fragment = new byte[12 + fragmentLength];
        fragment[0] = (byte) type;
        putUint24(fragment, 1, length);
        fragment[5] = (byte) sequence;
        putUint24(fragment, 6, offset);
        putUint24(fragment, 9, fragmentLength);
        return fragment;
    }

    private static void putUint24(byte[] target, int position, int value) {
        target[position] = (byte) (value >> 16);
        target[position + 1] = (byte) (value >> 8);
        target[position + 2] = (byte) value;
    }
}
