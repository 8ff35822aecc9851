package org.dropoutlab.dl4j.recurrent;

import org.dropoutlab.natives.NativeNumbers;

/** An array outside the Java heap, replaced by a larger one when needed, and freed with its owner. */
final class Growing {
    private NativeNumbers numbers;
    private long length;

    /** Makes room for {@code wanted} numbers; the content is lost if there was less. */
    void ensure(long wanted) {
        if (wanted > length) {
            if (numbers != null) {
                numbers.close();
            }
            numbers = NativeNumbers.allocate(wanted);
            length = wanted;
        }
    }

    /** The array. */
    NativeNumbers numbers() {
        return numbers;
    }
}
