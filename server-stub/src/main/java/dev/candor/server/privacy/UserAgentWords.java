package dev.candor.server.privacy;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that browsers and systems put into their user agent. What else stands there was put in by a company, an add-on or a person,
 * and tells people apart.
 */
final class UserAgentWords {
    private static final Pattern PRODUCT = Pattern.compile("(?:^| )([^\\s/();]+)/([^\\s();]+)");
    private static final String BUILD = "\\d{2}[A-Z]\\d{2,4}[a-z]?";
    private static final Pattern VERSION = Pattern.compile("[\\d._]+|" + BUILD);
    /** The build of iOS, which tells its minor version; Safari has said the one below since iOS 11.3, apps still say their own. */
    private static final Pattern IOS_BUILD = Pattern.compile("(?<= Mobile/)" + BUILD + "(?![^ ])");

    private static final String SAFARIS_BUILD = "15E148";
    private static final Pattern WORD = Pattern.compile("(?<![\\p{L}\\p{N}_])\\p{L}[\\p{L}\\p{N}_]*");
    private static final Set<String> WORDS = Set.of(
            ("mozilla applewebkit khtml like gecko chrome chromium headlesschrome safari mobile version firefox fxios crios"
                            + " edg edga edgios edge opr opera presto trident msie samsungbrowser vivaldi yabrowser duckduckgo ddg brave"
                            + " ucbrowser miuibrowser huaweibrowser whale silk seamonkey epiphany konqueror falkon electron ubuntu"
                            + " fedora debian x11 linux wayland x86_64 i686 i386 amd64 aarch64 armv7l armv8l arm arm64 ppc64le riscv64"
                            + " cros freebsd openbsd netbsd windows nt win64 wow64 x64 xbox phone macintosh intel ppc mac os x cpu iphone ipad"
                            + " ipod android tablet k rv compatible u wv tv smart tizen webos kaios")
                    .split(" "));

    private UserAgentWords() {}

    /** The user agent without the products that are not known; empty when any other word in it is not known. */
    static String known(String userAgent) {
        var known = PRODUCT.matcher(IOS_BUILD.matcher(userAgent).replaceAll(SAFARIS_BUILD))
                .replaceAll(match -> isKnown(match.group(1))
                                && VERSION.matcher(match.group(2)).matches()
                        ? Matcher.quoteReplacement(match.group())
                        : "")
                .strip();
        return WORD.matcher(known).results().allMatch(word -> isKnown(word.group())) ? known : "";
    }

    private static boolean isKnown(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }
}
