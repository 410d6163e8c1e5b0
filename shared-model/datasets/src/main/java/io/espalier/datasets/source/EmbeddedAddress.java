package io.espalier.datasets.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/// The IPv4 address to which a router translates an IPv6 address.
///
/// Source: RFC 6052 (`64:ff9b::/96`, the last 32 bits), RFC 8215 (`64:ff9b:1::/48`, likewise with a prefix of 96
/// bits), RFC 3056 (`2002::/16`, the next 32 bits).
final class EmbeddedAddress {

    private EmbeddedAddress() {}

    /// `address` itself if it is not translated.
    static InetAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        String hex = HexFormat.of().formatHex(bytes);
        if (hex.length() == 32 && (hex.startsWith("0064ff9b" + "0".repeat(16)) || hex.startsWith("0064ff9b0001"))) {
            return inet4(bytes, 12);
        }
        return hex.length() == 32 && hex.startsWith("2002") ? inet4(bytes, 2) : address;
    }

    private static InetAddress inet4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException fourBytesAreAnAddress) {
            throw new IllegalStateException(fourBytesAreAnAddress);
        }
    }
}
