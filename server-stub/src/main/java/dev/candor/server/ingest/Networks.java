package dev.candor.server.ingest;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What stands in {@code context.ip} in the place of an address. */
public final class Networks {
    /** No address, in a form that keeps collectors from filling in the one that they see. */
    public static final String NONE = "0.0.0.0";

    private Networks() {}

    /** The /24 or /48 of an address: {@code 203.0.113.0}, {@code 2001:db8:1::}; {@link #NONE} for what is no address. */
    public static String masked(String address) {
        if (!address.matches("[0-9a-fA-F:.\\[\\]]+")) {
            return NONE;
        }
        try {
            var bytes = InetAddress.getByName(address).getAddress();
            if (bytes.length == 4) {
                return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + ".0";
            }
            return Integer.toHexString(group(bytes, 0)) + ":" + Integer.toHexString(group(bytes, 2)) + ":"
                    + Integer.toHexString(group(bytes, 4)) + "::";
        } catch (UnknownHostException e) {
            return NONE;
        }
    }

    private static int group(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
