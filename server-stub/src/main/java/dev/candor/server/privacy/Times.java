package dev.candor.server.privacy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Moments as they are written: {@code 2020-11-04T10:52:14.750Z}, in UTC with milliseconds. That form is read and written by hand, as
 * each event has four; any other, and whatever is wrong in it, is {@code java.time}'s.
 */
public final class Times {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final long SECONDS_A_DAY = 86_400;
    private static final int NANOS_A_MILLI = 1_000_000;
    private static final int LAST_YEAR = 9_999;

    private Times() {}

    public static String iso(Instant time) {
        var date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), SECONDS_A_DAY));
        if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
            return ISO.format(time);
        }
        int second = (int) Math.floorMod(time.getEpochSecond(), SECONDS_A_DAY);
        var text = FORM.toCharArray();
        put(text, 0, 4, date.getYear());
        put(text, 5, 2, date.getMonthValue());
        put(text, 8, 2, date.getDayOfMonth());
        put(text, 11, 2, second / 3600);
        put(text, 14, 2, second / 60 % 60);
        put(text, 17, 2, second % 60);
        put(text, 20, 3, time.getNano() / NANOS_A_MILLI);
        return new String(text);
    }

    private static void put(char[] text, int at, int digits, int number) {
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The moment that an ISO 8601 text with an offset names, or null when it names none. */
    public static @Nullable Instant read(String text) {
        try {
            return hasForm(text) ? readForm(text) : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static boolean hasForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char form = FORM.charAt(i);
            char it = text.charAt(i);
            if (form == '0' ? it < '0' || it > '9' : it != form) {
                return false;
            }
        }
        // A day's last moment may be written as 24:00, and a leap second as :60; java.time knows what to do then.
        return number(text, 11, 2) < 24 && number(text, 14, 2) < 60 && number(text, 17, 2) < 60;
    }

    private static Instant readForm(String text) {
        var date = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
        int second = number(text, 11, 2) * 3600 + number(text, 14, 2) * 60 + number(text, 17, 2);
        return Instant.ofEpochSecond(
                date.toEpochDay() * SECONDS_A_DAY + second, (long) number(text, 20, 3) * NANOS_A_MILLI);
    }

    private static int number(String text, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
