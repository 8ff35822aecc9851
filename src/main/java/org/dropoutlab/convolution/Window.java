package org.dropoutlab.convolution;

import java.util.Optional;

/**
 * What a convolution or pooling sees of the maps below it.
 *
 * @param rows from top to bottom
 * @param columns from left to right
 */
record Window(Span rows, Span columns) {

    /**
     * One direction of a window.
     *
     * @param size number of inputs seen at once
     * @param stride distance between neighbouring windows
     * @param dilation distance between neighbouring inputs of a window; 1 for inputs side by side
     * @param before padding before the first input
     * @param after padding after the last input
     */
    record Span(int size, int stride, int dilation, int before, int after) {
        /** Number of windows on {@code length} inputs. */
        int places(int length) {
            int extent = (size - 1) * dilation + 1;
            return (length + before + after - extent) / stride + 1;
        }
    }

    /** The maps that it makes of {@code below}; empty if it does not fit. */
    Optional<Maps> over(Maps below, int channels) {
        boolean fits = fits(rows, below.height()) && fits(columns, below.width());
        return fits
                ? Optional.of(new Maps(channels, rows.places(below.height()), columns.places(below.width())))
                : Optional.empty();
    }

    private static boolean fits(Span span, int length) {
        int extent = (span.size() - 1) * span.dilation() + 1;
        return span.before() >= 0 && span.after() >= 0 && length + span.before() + span.after() >= extent;
    }

    int area() {
        return rows.size() * columns.size();
    }

    long[] size() {
        return new long[] {rows.size(), columns.size()};
    }

    long[] strides() {
        return new long[] {rows.stride(), columns.stride()};
    }

    /** Inputs skipped between those of a window, which is how oneDNN counts dilation. */
    long[] skipped() {
        return new long[] {rows.dilation() - 1, columns.dilation() - 1};
    }

    long[] before() {
        return new long[] {rows.before(), columns.before()};
    }

    long[] after() {
        return new long[] {rows.after(), columns.after()};
    }
}
