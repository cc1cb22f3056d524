package dev.candor.client.browser;

/** The browser's clock. */
public interface Clock {
    /** The time, such as {@code 2020-11-04T10:52:14.616Z}. */
    String now();

    /** The time as a date of the page's. */
    Value date();

    /** A date, a number of milliseconds or a text as such a time; the time now when it is none. */
    String time(Value value);

    /** How many seconds have passed since a time given in seconds since 1970, as decimal digits; since 1970 when they are none. */
    double secondsSince(String epochSeconds);

    /** How many seconds have passed since a time as {@link #now} gives it; not a number when it is none. */
    double age(String time);
}
