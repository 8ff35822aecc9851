package org.dropoutlab.data.image;

/**
 * How a line of numbers becomes a line of another length: each new one is a weighted mean of those around its place. The
 * weights are a triangle as wide as two of the longer steps, so that a longer line is interpolated linearly and a shorter one
 * is a smooth average of all that it stands for, without aliasing. A line that keeps its length stays what it is, and equal
 * numbers stay equal.
 *
 * @param starts of each new number, the first old one that counts
 * @param weights [new number][old number, from its start]; they sum to 1
 */
record ResizeFilter(int[] starts, double[][] weights) {

    /** From a line of {@code from} numbers to one of {@code to}. */
    static ResizeFilter of(int from, int to) {
        double step = (double) from / to;
        double reach = Math.max(1, step);
        int[] starts = new int[to];
        double[][] weights = new double[to][];
        for (int place = 0; place < to; place++) {
            double centre = (place + 0.5) * step;
            int start = Math.max(0, (int) Math.floor(centre - reach));
            int end = Math.min(from, (int) Math.ceil(centre + reach));
            double[] own = new double[end - start];
            double sum = 0;
            for (int i = 0; i < own.length; i++) {
                own[i] = Math.max(0, 1 - Math.abs(start + i + 0.5 - centre) / reach);
                sum += own[i];
            }
            for (int i = 0; i < own.length; i++) {
                own[i] /= sum;
            }
            starts[place] = start;
            weights[place] = own;
        }
        return new ResizeFilter(starts, weights);
    }

    /** The new line. */
    void apply(double[] line, double[] into) {
        for (int place = 0; place < starts.length; place++) {
            double[] own = weights[place];
            double sum = 0;
            for (int i = 0; i < own.length; i++) {
                sum += own[i] * line[starts[place] + i];
            }
            into[place] = sum;
        }
    }
}
