import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes {@code candor.manifest.json} beside the scripts: the size of each, and the hash by which a page can insist on it
 * (Subresource Integrity). Prints the hashes.
 *
 * <p>Arguments: the folder with the scripts, the version.
 */
final class Manifest {
    private static final List<String> SCRIPTS = List.of("candor.js", "candor-consent.js");

    private Manifest() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[0]);
        var files = SCRIPTS.stream().map(name -> file(folder, name)).collect(Collectors.joining(",\n"));
        Files.writeString(
                folder.resolve("candor.manifest.json"),
                "{\n  \"version\": \"" + args[1] + "\",\n  \"files\": {\n" + files + "\n  }\n}\n");
    }

    private static String file(Path folder, String name) {
        try {
            var content = Files.readAllBytes(folder.resolve(name));
            var integrity = "sha384-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-384").digest(content));
            System.out.println(name + " " + integrity);
            return "    \"" + name + "\": { \"bytes\": " + content.length + ", \"integrity\": \"" + integrity + "\" }";
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
