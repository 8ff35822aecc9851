package org.dropoutlab.data.image;

/**
 * Resamples a line of numbers: each new number is a weighted mean of its old neighbours. The weights form a triangle two of
 * the larger steps wide: enlarging interpolates linearly, and shrinking averages smoothly, without aliasing. Keeping the
 * length changes nothing, and constant lines stay constant.
 *
 * @param starts for each new number, the index of its first old one
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
