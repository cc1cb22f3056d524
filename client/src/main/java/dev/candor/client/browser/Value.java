package dev.candor.client.browser;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that the page handed in or gets back: a value of JavaScript, of which nothing is known. */
public interface Value {
    /** {@code null} or {@code undefined}. */
    int NOTHING = 0;

    int STRING = 1;
    int NUMBER = 2;
    int BOOLEAN = 3;
    int FUNCTION = 4;

    /** An object of its own members, neither an array nor an object of the browser. */
    int OBJECT = 5;

    /** Arrays, dates, elements, symbols and the rest. */
    int OTHER = 6;

    int kind();

    /** The text of a string, number or boolean; of a date its ISO form, or empty when it is invalid. */
    String asText();

    /** The number of a number. */
    double number();

    /** The member of that name; one that is missing, or whose getter throws, is {@link #NOTHING}. */
    Value get(String name);

    /** The text of the member of that name. */
    String text(String name);

    /** Hands over each member of its own, but for those whose getters throw. */
    void each(BiConsumer<String, Value> taker);

    void put(String name, Value value);

    void put(String name, @Nullable String value);

    /** Puts a value behind the last of a list. */
    Value add(Value value);

    /** How many elements a list has. */
    int length();

    /** That element of a list; {@link #NOTHING} behind the last. */
    Value at(int index);

    /** The texts of a list, from one to before another, with commas between them. */
    String joined(int from, int to);

    /** Removes that element of a list. */
    void drop(int index);

    /** Takes over the members of another; gives this one. */
    Value merge(Value other);

    /** The value as JSON. */
    String json();

    /** Calls a function with a list of arguments; what it throws is swallowed. Gives what it returns. */
    Value call(Value arguments);

    /**
     * Calls a function as a middleware, with {@code {payload, integrations, next}}, and hands over the event that it passed
     * to {@code next}, or null when it passed none, threw or failed.
     */
    void filter(Value event, Consumer<@Nullable Value> decided);

    /** Whether both are the same function or object. */
    boolean is(Value other);
}
