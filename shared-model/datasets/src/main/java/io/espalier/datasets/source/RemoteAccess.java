package io.espalier.datasets.source;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;

/// Which hosts a data set may be downloaded from. Asked before every request, redirects included.
///
/// A spec comes from whoever may push a model, and a service sits where that person may not: the answer never
/// reaches them, only whether there was one does. What stands between the check and the connection (a name that
/// resolves to another address a moment later, a proxy) is for the network's own rules to stop.
public enum RemoteAccess {

    /// Every host, but for those where clouds hand out a machine's credentials: link-local addresses,
    /// `fd00:ec2::/32` and `100.100.100.200`.
    ANYWHERE,

    /// Hosts of the public internet: no loopback, private (RFC 1918, RFC 4193), shared (RFC 6598) or multicast
    /// address, nor an IPv6 address that is translated to one (RFC 6052, RFC 3056).
    PUBLIC,

    /// None: data sets are files of the data directory.
    NOWHERE;

    /// @param name what messages call the object
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if the host is not among those
    void require(URI url, String name) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
            throw SourceFailure.notFound("'" + name + "' leads to an address that is not http or https with a host");
        }
        if (this == NOWHERE) {
            throw SourceFailure.notFound("'" + name + "': this installation does not download data sets"
                    + " (espalier.remote-data); put the archive into its data directory");
        }
        for (InetAddress address : addresses(url.getHost())) {
            if (!allows(address)) {
                throw SourceFailure.notFound("'" + name + "': host '" + url.getHost() + "' has an address that data"
                        + " sets are not downloaded from (espalier.remote-data)");
            }
        }
    }

    boolean allows(InetAddress given) {
        InetAddress address = EmbeddedAddress.of(given);
        return switch (this) {
            case ANYWHERE -> !isMetadata(address);
            case PUBLIC -> !isMetadata(address) && isPublic(address);
            case NOWHERE -> false;
        };
    }

    /// Beside link-local ones: of AWS over IPv6, and of Alibaba Cloud.
    private static boolean isMetadata(InetAddress address) {
        String bytes = HexFormat.of().formatHex(address.getAddress());
        boolean aws = bytes.length() == 32 && bytes.startsWith("fd000ec2");
        return address.isLinkLocalAddress() || aws || bytes.equals("646464c8");
    }

    private static boolean isPublic(InetAddress address) {
        boolean special = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean uniqueLocal = address instanceof Inet6Address && (first & 0xfe) == 0xfc; // fc00::/7
        boolean v4 = bytes.length == 4;
        boolean shared = v4 && first == 100 && (second & 0xc0) == 64; // 100.64.0.0/10
        boolean thisNetworkOrReserved = v4 && (first == 0 || first >= 240);
        return !special && !uniqueLocal && !shared && !thisNetworkOrReserved;
    }

    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return new InetAddress[0]; // the connection fails of itself, or a proxy knows the name
        }
    }
}
