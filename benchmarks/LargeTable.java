import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A large table to measure with, as a CSV file: 28 numeric features with five decimals and a binary label, after the HIGGS
 * data set. Two thirds of the features are symmetric, one third are positive and skewed; the label depends on a few of them,
 * on products of two, and on chance. The same number of rows gives the same bytes, and fewer rows are the start of more.
 *
 * <pre>java benchmarks/LargeTable.java FILE ROWS</pre>
 */
public final class LargeTable {
    private static final int FEATURES = 28;
    private static final int SKEWED = 9;
    private static final int DECIMALS = 5;
    private static final double SCALE = 1e5;

    private LargeTable() {}

    public static void main(String[] arguments) throws IOException {
        Random random = new Random(1);
        int rows = Integer.parseInt(arguments[1]);
        byte[] line = new byte[FEATURES * 16];
        double[] row = new double[FEATURES];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            StringBuilder header = new StringBuilder("label");
            for (int feature = 1; feature <= FEATURES; feature++) {
                header.append(",f").append(feature);
            }
            out.write(header.append('\n').toString().getBytes());
            for (int i = 0; i < rows; i++) {
                for (int feature = 0; feature < FEATURES; feature++) {
                    double normal = random.nextGaussian();
                    row[feature] = feature < SKEWED ? StrictMath.exp(normal / 2) : normal;
                }
                double signal = 1.2 * row[9] * row[10]
                        + 0.8 * row[11]
                        - 0.7 * (row[0] - 1.13)
                        + 0.5 * (row[1] - 1.13) * row[12]
                        + 0.6 * (row[13] * row[13] - 1);
                line[0] = (byte) (random.nextDouble() < 1 / (1 + StrictMath.exp(-signal)) ? '1' : '0');
                int length = 1;
                for (double number : row) {
                    line[length++] = ',';
                    length = write(Math.round(number * SCALE), line, length);
                }
                line[length++] = '\n';
                out.write(line, 0, length);
            }
        }
    }

    /** Writes a number of hundred-thousandths and returns the length of the line so far. */
    private static int write(long number, byte[] line, int from) {
        int at = from;
        if (number < 0) {
            line[at++] = '-';
        }
        String digits = Long.toString(Math.abs(number));
        int whole = digits.length() - DECIMALS;
        if (whole <= 0) {
            line[at++] = '0';
        }
        for (int i = Math.min(0, whole); i < digits.length(); i++) {
            if (i == whole) {
                line[at++] = '.';
            }
            line[at++] = (byte) (i < 0 ? '0' : digits.charAt(i));
        }
        return at;
    }
}
