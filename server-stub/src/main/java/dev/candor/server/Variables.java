package dev.candor.server;

import dev.candor.server.privacy.AllowList;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of variables by name, each read as what it has to be; an exception says what that is. */
record Variables(Map<String, String> all) {
    static final String PORT_NUMBER = "(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5])";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)I?B?");
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])(:" + PORT_NUMBER + ")?");
    private static final long MIN_STORE_BYTES = 1 << 20;

    String text(String name, String otherwise) {
        return all.getOrDefault(name, otherwise).strip();
    }

    @Nullable
    String secret(String name) throws ConfigurationException {
        var value = all.get(name);
        if (value != null && !value.strip().matches("[!-~]{1,512}")) {
            throw new ConfigurationException(name + ": takes up to 512 printable ASCII characters without spaces");
        }
        return value == null ? null : value.strip();
    }

    /** A random key, which is not repeated. */
    @Nullable
    String key(String name) throws ConfigurationException {
        var value = text(name, "").toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            return null;
        }
        // 32 random bytes all but never have fewer different digits.
        if (!value.matches("[0-9a-f]{64}") || value.chars().distinct().count() < 8) {
            throw new ConfigurationException(
                    name + ": takes 64 random hexadecimal digits, as openssl rand -hex 32 prints them");
        }
        return value;
    }

    /** Names of query parameters, none of which stands for something of a person's. */
    Set<String> params(String name) throws ConfigurationException {
        var value = text(name, "");
        var names = value.isEmpty() ? Set.<String>of() : Set.copyOf(List.of(value.split("\\s*,\\s*", -1)));
        for (var one : names) {
            if (!one.matches("[A-Za-z][A-Za-z0-9_-]{0,31}") || AllowList.isPersonal(one)) {
                throw new ConfigurationException(
                        name,
                        value,
                        "names of query parameters with commas between them, such as tab,view, and none that stands for"
                                + " something of a person's, such as email or token");
            }
        }
        return names;
    }

    String oneOf(String name, String... takes) throws ConfigurationException {
        var value = text(name, takes[0]);
        var lower = value.toLowerCase(Locale.ROOT);
        for (var one : takes) {
            if (one.equals(lower)) {
                return one;
            }
        }
        throw new ConfigurationException(name, value, String.join(" or ", takes).replaceFirst("^ or ", ""));
    }

    String matching(String name, String otherwise, Pattern pattern, String takes) throws ConfigurationException {
        var value = text(name, otherwise);
        if (!pattern.matcher(value).matches()) {
            throw new ConfigurationException(name, value, takes);
        }
        return value;
    }

    int number(String name, int otherwise, int least, int most) throws ConfigurationException {
        var value = text(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ConfigurationException(name, value, "a number from " + least + " to " + most);
    }

    Duration duration(String name, Duration otherwise) throws ConfigurationException {
        var value = text(name, otherwise.toString());
        try {
            var duration = Duration.parse(value);
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(Duration.ofDays(365)) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw new ConfigurationException(name, value, "an ISO 8601 duration from PT1S to P365D, such as PT6H");
    }

    long bytes(String name, long otherwise) throws ConfigurationException {
        var value = text(name, Long.toString(otherwise));
        var size = SIZE.matcher(value.toUpperCase(Locale.ROOT));
        if (size.matches()) {
            int power = size.group(2).isEmpty() ? 0 : "KMGT".indexOf(size.group(2)) + 1;
            double bytes = Double.parseDouble(size.group(1)) * Math.pow(1024, power);
            if (bytes >= MIN_STORE_BYTES && bytes < Long.MAX_VALUE) {
                return (long) bytes;
            }
        }
        throw new ConfigurationException(name, value, "a size from 1MB, such as 500MB or 1GB");
    }

    /** Each as browsers write it: in lower case, without the port that goes without saying. */
    Set<String> origins(String name) throws ConfigurationException {
        var origins = new TreeSet<String>();
        var value = text(name, "");
        for (var one : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            var origin = ORIGIN.matcher(one.strip().toLowerCase(Locale.ROOT));
            if (!origin.matches() || !hasHost(origin.group())) {
                throw new ConfigurationException(
                        name,
                        value,
                        "origins with commas between them: scheme, host and a port from 1 to 65535 where it is not"
                                + " the usual one, such as https://app.example.org");
            }
            var usual = origin.group(1).equals("https") ? ":443" : ":80";
            var port = origin.group(3) == null || origin.group(3).equals(usual) ? "" : origin.group(3);
            origins.add(origin.group(1) + "://" + origin.group(2) + port);
        }
        return Set.copyOf(origins);
    }

    /** Whether the host is a name, or an address of four or six. */
    private static boolean hasHost(String origin) {
        try {
            return new URI(origin).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Nullable
    URI address(String name) throws ConfigurationException {
        var value = text(name, "");
        if (value.isEmpty()) {
            return null;
        }
        try {
            var uri = new URI(value.replaceAll("/+$", ""));
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65_535
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new ConfigurationException(name, value, "a base address such as http://host:9000");
    }
}
