import java.nio.file.Path;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;

/**
 * The time that reading a table takes, in a new process.
 *
 * <pre>java -cp target/classes:$(cat target/classpath.txt) benchmarks/TableReading.java CSV LABEL</pre>
 */
public final class TableReading {
    private TableReading() {}

    public static void main(String[] arguments) {
        long start = System.nanoTime();
        TableFile.read(Path.of(arguments[0]), arguments[1], TableOptions.defaults());
        System.out.printf("reading %.2f s%n", (System.nanoTime() - start) / 1e9);
    }
}
