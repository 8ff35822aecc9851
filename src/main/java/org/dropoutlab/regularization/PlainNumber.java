package org.dropoutlab.regularization;

import java.math.BigDecimal;

/** Numbers without exponents: 0.0001, not 1.0E-4. */
final class PlainNumber {
    private PlainNumber() {}

    static String of(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
