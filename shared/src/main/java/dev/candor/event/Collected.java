package dev.candor.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says why a field is collected and what its values can be. Stands beside
 * {@link com.fasterxml.jackson.annotation.JsonPropertyDescription}, which says what the field is; a field without both
 * fails the build.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Collected {
    /** The question that the field answers, as a phrase that can stand after "collected to". */
    String why();

    /** What the values can be, and so how the field is treated before it leaves. */
    Kind kind();
}
