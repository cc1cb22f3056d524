package dev.candor.client.browser;

/** One call of the public interface: its arguments, and the promise that it gave. */
public interface Call {
    /** The argument at that place, {@link Value#NOTHING} past the last. */
    Value argument(int index);

    int count();

    /** Whether the first argument is something, and be it null. */
    boolean given();

    /**
     * Where it was called, when a stub has noted that: {@code {"p":path,"u":url,"s":search,"t":title,"r":referrer,"c":canonical}};
     * {@link Value#NOTHING} otherwise.
     */
    Value place();

    /** A list of all arguments but the first. */
    Value rest();

    /** The first function among the arguments; {@link Value#NOTHING} when there is none. */
    Value callback();

    /** Has the function return a value in place of a promise; the promise, if that was returned before, is kept with it. */
    void give(Value value);

    /** Keeps the promise. */
    void resolve(Value value);

    /** Breaks the promise with an error of that message. */
    void reject(String message);
}
