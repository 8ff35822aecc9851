package org.dropoutlab.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CellTest {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?");

    /** Oracle: Java's parser, to the bit, for texts of the characters of numbers; the pattern says which are numbers. */
    @Test
    void aNumberIsJavasToTheBit() {
        Random random = new Random(5);
        String characters = "0123456789012345678901234567890123456789..--+eE";
        int numbers = 0;
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 40 : 9);
            for (int c = 0; c < length; c++) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            boolean decimal = DECIMAL.matcher(text).matches();
            numbers += decimal ? 1 : 0;
            assertIs(text.toString(), decimal ? Double.parseDouble(text.toString()) : Double.NaN);
        }
        assertThat(numbers).isBetween(10_000, 290_000);
    }

    /** Oracle: the number whose shortest notation it is. */
    @Test
    void everyDigitCounts() {
        Random random = new Random(6);
        for (int i = 0; i < 100_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(20) - 10);
            assertIs(Double.toString(value), value);
            assertIs(Float.toString((float) value), Double.parseDouble(Float.toString((float) value)));
        }
        assertIs("-0", -0.0);
        assertIs("999999999999999", 999999999999999.0);
        assertIs("0.123456789012345", 0.123456789012345);
        assertIs("9007199254740993", 9007199254740992.0);
    }

    private static void assertIs(String text, double value) {
        double expected = Double.isNaN(value) || Float.isFinite((float) value)
                ? value
                : Math.copySign(Double.POSITIVE_INFINITY, value);
        // Other characters around it have no part in it.
        char[] within = ("7" + text + "7").toCharArray();
        assertThat(Double.doubleToLongBits(Cell.number(within, 1, within.length - 1)))
                .as(text)
                .isEqualTo(Double.doubleToLongBits(expected));
    }
}
