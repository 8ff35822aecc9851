import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * A table of 30 columns of mixed kinds to measure with, as a CSV file: an identifier, a date, whole numbers with few and many
 * values, decimals, skewed amounts of money, categories, yes or no, texts that repeat, columns with missing values, and a label
 * that depends on some of them and on chance. The same number of rows gives the same bytes.
 *
 * <pre>java benchmarks/MixedTable.java FILE ROWS</pre>
 */
public final class MixedTable {
    private static final int DECIMALS = 12;
    private static final int COUNTS = 5;
    private static final int CATEGORIES = 5;
    private static final String[] CITIES = {"Lyon", "Graz", "Turin", "Bergen", "Porto", "Ghent", "Malmö", "Brno"};

    private MixedTable() {}

    public static void main(String[] arguments) throws IOException {
        Random random = new Random(1);
        int rows = Integer.parseInt(arguments[1]);
        try (PrintStream out = new PrintStream(Files.newOutputStream(Path.of(arguments[0])), false, "UTF-8")) {
            StringBuilder line = new StringBuilder("id,day,member,city,income,age");
            for (int i = 1; i <= DECIMALS; i++) {
                line.append(",x").append(i);
            }
            for (int i = 1; i <= COUNTS; i++) {
                line.append(",n").append(i);
            }
            for (int i = 1; i <= CATEGORIES; i++) {
                line.append(",kind").append(i);
            }
            line.append(",note,outcome\n");
            out.print(line);
            for (int row = 0; row < rows; row++) {
                line.setLength(0);
                boolean member = random.nextBoolean();
                int age = 18 + random.nextInt(70);
                double income = StrictMath.exp(10 + random.nextGaussian() / 2);
                line.append(1_000_000 + row * 7919L % 9_000_001)
                        .append(',')
                        .append(String.format(
                                Locale.ROOT, "20%02d-%02d-%02d", 15 + random.nextInt(9), 1 + random.nextInt(12), 1 + random.nextInt(28)))
                        .append(',')
                        .append(member ? "yes" : "no")
                        .append(',')
                        .append(CITIES[random.nextInt(CITIES.length)])
                        .append(',')
                        .append(Math.round(income))
                        .append(',')
                        .append(age);
                double signal = (member ? 0.5 : -0.5) + (age - 50) / 30.0;
                for (int i = 0; i < DECIMALS; i++) {
                    double x = random.nextGaussian();
                    signal += i < 3 ? x / 2 : 0;
                    line.append(',');
                    if (i < DECIMALS - 2 || random.nextInt(10) > 0) {
                        line.append(Math.round(x * 1000) / 1000.0);
                    }
                }
                for (int i = 0; i < COUNTS; i++) {
                    line.append(',').append(random.nextInt(5 << 2 * i));
                }
                for (int i = 0; i < CATEGORIES; i++) {
                    line.append(",k").append(random.nextInt(3 + 6 * i));
                }
                line.append(",text ").append(random.nextInt(60)).append(random.nextGaussian() < signal ? ",well" : ",ill");
                out.print(line.append('\n'));
            }
        }
    }
}
