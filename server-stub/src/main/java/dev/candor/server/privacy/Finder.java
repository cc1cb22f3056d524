package dev.candor.server.privacy;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what looks personal or secret in plain text, and says which kind of thing it is. Every repetition before a required part is
 * bounded, so that no text makes it slow.
 */
final class Finder {
    private static final String JWT = "eyJ[\\w-]{5,}\\.[\\w-]{5,}(?:\\.[\\w-]*)?";
    private static final String KEY =
            "[spr]k_(?:live|test)_\\w+|sk-[\\w-]{20,}|gh[a-z]_\\w{16,}|github_pat_\\w+|glpat-[\\w-]{10,}"
                    + "|xox[a-z]-[\\w-]{8,}|A[KS]IA[0-9A-Z]{16}|AIza[\\w-]{30,}|ya29\\.[\\w-]{10,}|SG\\.[\\w-]{16,}\\.[\\w-]{16,}"
                    + "|npm_\\w{30,}|hf_\\w{20,}|dop_v1_\\w{20,}";
    private static final String EMAIL = "[\\p{L}\\p{N}._%+'-]{1,64}@[\\p{L}\\p{N}.-]{1,255}\\.\\p{L}{2,63}";
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    // The reduced version in a user agent, such as 143.0.0.0, is no address; nor is a time of day.
    private static final String IP = "(?!\\d+\\.0\\.0\\.0)" + OCTET + "(?:\\." + OCTET + "){3}(?!\\.\\d)"
            + "|(?=[a-f:]{0,64}\\d)[0-9a-f]{0,4}(?:(?::[0-9a-f]{0,4}){3,7}|::[0-9a-f]{0,4})";
    // In a form a plus sign is a space.
    private static final String CARD = "\\d(?:[ +-]?\\d){12,18}";
    private static final String PHONE =
            "(?!(?:19|20)\\d\\d-\\d\\d-\\d\\d)(?=[+(0]|\\d{1,8}[ ().+-])[+(]{0,2}\\d(?:[ ().+-]{0,2}\\d){8,14}";
    private static final String ID =
            "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=[a-f]{0,64}\\d)[0-9a-f]{16,}|\\d{9,}";

    /** What has a shape of its own, and is looked for before anything is decoded: a JWT is base64, too. */
    static final Finder SECRETS = new Finder(expression(Finding.JWT, JWT), expression(Finding.KEY, KEY));

    /** What is known by its signs, in the order in which it is looked for: a card is also a number. */
    static final Finder PERSONAL = new Finder(
            expression(Finding.EMAIL, EMAIL),
            expression(Finding.CARD, CARD),
            expression(Finding.ID, ID),
            expression(Finding.IP, IP),
            expression(Finding.PHONE, PHONE));

    private record Expression(Finding kind, String pattern) {}

    private final List<Expression> expressions;
    private final Pattern any;

    private Finder(Expression... expressions) {
        this.expressions = List.of(expressions);
        this.any = Pattern.compile(
                this.expressions.stream()
                        .map(Expression::pattern)
                        .collect(Collectors.joining(")|(", "(?<![A-Za-z0-9])(?:(", "))(?![A-Za-z0-9])")),
                Pattern.CASE_INSENSITIVE);
    }

    private static Expression expression(Finding kind, String pattern) {
        return new Expression(kind, pattern);
    }

    /** The text with what was found replaced; each finding is told. */
    String replace(String text, String replacement, Consumer<Finding> found) {
        return any.matcher(text).replaceAll(match -> {
            found.accept(kind(match));
            return replacement;
        });
    }

    /** A number as long as a card's whose check digit is wrong is an id. */
    private Finding kind(MatchResult match) {
        int group = 1;
        while (match.start(group) < 0) {
            group++;
        }
        var kind = expressions.get(group - 1).kind();
        return kind == Finding.CARD && !passesLuhn(match.group()) ? Finding.ID : kind;
    }

    /** The check of ISO/IEC 7812-1, annex B; what is no digit is passed over. */
    static boolean passesLuhn(String text) {
        int sum = 0;
        boolean doubled = false;
        for (int i = text.length() - 1; i >= 0; i--) {
            int digit = Character.digit(text.charAt(i), 10);
            if (digit >= 0) {
                int value = doubled ? digit * 2 : digit;
                sum += value > 9 ? value - 9 : value;
                doubled = !doubled;
            }
        }
        return sum % 10 == 0;
    }
}
