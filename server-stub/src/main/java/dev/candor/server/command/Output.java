package dev.candor.server.command;

import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a command writes; says its name when something goes wrong there. */
final class Output extends FilterOutputStream {
    private final String name;

    Output(String name, OutputStream out) {
        super(out);
        this.name = name;
    }

    /** A file, which is made, or written over. */
    static Output file(Path file) throws IOException {
        try {
            return new Output(file.toString(), Files.newOutputStream(file));
        } catch (FileSystemException e) {
            throw new FileNotFoundException(file + " cannot be written: " + reason(e));
        }
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        return e instanceof AccessDeniedException ? "this user may not" : String.valueOf(e.getReason());
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw new IOException(name + " cannot be written: " + e.getMessage(), e);
        }
    }
}
