package dev.candor.endtoend;

import dev.candor.endtoend.DiskTrace.Step;
import dev.candor.endtoend.DiskTrace.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A disk that forgets: what was synced is on it, and of what was written since, after a power cut, any part, down to a sector, in any
 * order. So it is with names: a file that was made or removed since its folder was synced is found, or is not.
 */
final class CutDisk {
    private static final int SECTOR_BYTES = 512;

    private final Map<Path, byte[]> onDisk = new LinkedHashMap<>();
    private final Map<Path, List<Step>> unsynced = new LinkedHashMap<>();
    private final Set<Path> removed = new HashSet<>();
    /** The files that are surely found under their names. */
    private final Set<Path> named = new HashSet<>();

    void take(Step step) {
        if (step.what() == What.REMOVE) {
            removed.add(step.file());
            return;
        }
        if (step.what() == What.SYNC && isFolder(step.file())) {
            nameAll();
            return;
        }
        if (removed.contains(step.file())) {
            throw new IllegalStateException("Of " + step.file() + ", removed and made again, this knows nothing");
        }
        var since = unsynced.computeIfAbsent(step.file(), file -> new ArrayList<>());
        if (step.what() == What.SYNC) {
            onDisk.put(step.file(), with(onDisk.getOrDefault(step.file(), new byte[0]), since));
            since.clear();
        } else {
            since.add(step);
        }
    }

    private boolean isFolder(Path path) {
        return unsynced.keySet().stream().anyMatch(file -> path.equals(file.getParent()));
    }

    private void nameAll() {
        removed.forEach(file -> {
            onDisk.remove(file);
            unsynced.remove(file);
        });
        removed.clear();
        named.clear();
        named.addAll(unsynced.keySet());
    }

    /** Writes the files as they might be found after a cut now, into a folder. */
    void cut(Path folder, Random random) throws IOException {
        for (var file : unsynced.keySet()) {
            if ((removed.contains(file) || !named.contains(file)) && random.nextBoolean()) {
                continue;
            }
            var found = with(onDisk.getOrDefault(file, new byte[0]), some(unsynced.get(file), random));
            Files.write(folder.resolve(file.getFileName()), found);
        }
    }

    private static List<Step> some(List<Step> steps, Random random) {
        double share = random.nextInt(3) / 2.0;
        boolean torn = random.nextBoolean();
        var some = new ArrayList<Step>();
        for (var step : steps) {
            if (!torn || step.what() == What.TRUNCATE) {
                if (random.nextDouble() < share) {
                    some.add(step);
                }
                continue;
            }
            for (long from = step.offset(); from < end(step); from = nextSector(from)) {
                if (random.nextDouble() < share) {
                    long to = Math.min(nextSector(from), end(step));
                    var bytes =
                            Arrays.copyOfRange(step.bytes(), (int) (from - step.offset()), (int) (to - step.offset()));
                    some.add(new Step(What.WRITE, step.atMicros(), step.file(), from, bytes));
                }
            }
        }
        return some;
    }

    private static long nextSector(long offset) {
        return (offset / SECTOR_BYTES + 1) * SECTOR_BYTES;
    }

    private static long end(Step step) {
        return step.offset() + step.bytes().length;
    }

    private static byte[] with(byte[] before, List<Step> steps) {
        long longest = steps.stream().mapToLong(CutDisk::end).max().orElse(0);
        var bytes = Arrays.copyOf(before, (int) Math.max(before.length, longest));
        int length = before.length;
        for (var step : steps) {
            if (step.what() == What.TRUNCATE) {
                if (step.offset() < length) {
                    Arrays.fill(bytes, (int) step.offset(), length, (byte) 0);
                }
                length = (int) step.offset();
            } else {
                System.arraycopy(step.bytes(), 0, bytes, (int) step.offset(), step.bytes().length);
                length = (int) Math.max(length, end(step));
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
