package io.espalier.smart.training;

/// Hard masks: as factors, as state, and how many blocks stay.
final class KeptFlags {

    private KeptFlags() {}

    /// 1 where a block stays, 0 elsewhere.
    static float[] factors(boolean[] kept) {
        float[] factors = new float[kept.length];
        for (int b = 0; b < kept.length; b++) {
            factors[b] = kept[b] ? 1 : 0;
        }
        return factors;
    }

    static double count(boolean[] kept) {
        int count = 0;
        for (boolean stays : kept) {
            count += stays ? 1 : 0;
        }
        return count;
    }

    /// One byte a block.
    static byte[] bytes(boolean[] kept) {
        byte[] bytes = new byte[kept.length];
        for (int b = 0; b < kept.length; b++) {
            bytes[b] = (byte) (kept[b] ? 1 : 0);
        }
        return bytes;
    }

    static boolean[] parse(byte[] bytes) {
        boolean[] kept = new boolean[bytes.length];
        for (int b = 0; b < kept.length; b++) {
            kept[b] = bytes[b] == 1;
        }
        return kept;
    }
}
