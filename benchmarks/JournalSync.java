import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Journal;

/** How long a result takes to the disk, alone and with others that arrived at the same time; see the script spark. */
public class JournalSync {
    public static void main(String[] args) throws Exception {
        List<TrialResult> results = Journal.read(Path.of(args[0]));
        Path file = Files.createTempFile(Path.of(args[0]).toAbsolutePath().getParent(), "journal", ".jsonl");
        try {
            append(file, results, 1);
            for (int together : new int[] {1, 10, 100}) {
                System.out.printf("    journal, %d at a time: %.2f ms a result%n", together, append(file, results, together));
            }
        } finally {
            Files.delete(file);
        }
    }

    private static double append(Path file, List<TrialResult> results, int together) throws Exception {
        Files.write(file, new byte[0]);
        int all = Math.min(results.size(), 20 * together + 500) / together * together;
        long start = System.nanoTime();
        try (Journal journal = Journal.open(file)) {
            for (int i = 0; i < all; i += together) {
                journal.append(results.subList(i, i + together));
            }
        }
        return (System.nanoTime() - start) / 1e6 / all;
    }
}
