package dev.candor.server.command;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an instance's address from the command line. */
final class Address implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
        try {
            var uri = new URI(value);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new TypeConversionException("'" + value + "' is no address such as http://127.0.0.1:8080");
    }
}
