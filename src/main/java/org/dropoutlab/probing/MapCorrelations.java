package org.dropoutlab.probing;

import java.util.ArrayList;
import java.util.List;
import org.dropoutlab.measurement.Inspection.MapCorrelation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Correlations, collected batch by batch, between units of one stage's feature maps: neighbours within a map, and units
 * at the same position of different maps.
 */
final class MapCorrelations {
    private final int maps;
    private final int height;
    private final int width;
    private final Moments[] neighbours;
    private final Moments[] acrossMaps;

    /** Correlations of feature maps with the shape of {@code example}, [minibatch, maps, height, width]. */
    MapCorrelations(INDArray example) {
        maps = Math.toIntExact(example.size(1));
        height = Math.toIntExact(example.size(2));
        width = Math.toIntExact(example.size(3));
        neighbours = new Moments[maps];
        acrossMaps = new Moments[maps];
        for (int map = 0; map < maps; map++) {
            neighbours[map] = new Moments();
            acrossMaps[map] = new Moments();
        }
    }

    /** Adds a batch, [minibatch, maps, height, width]. */
    void add(INDArray activations) {
        float[] units = activations.dup('c').data().asFloat();
        int area = height * width;
        for (int example = 0; example < activations.size(0); example++) {
            for (int map = 0; map < maps; map++) {
                int first = (example * maps + map) * area;
                // The last map pairs with the first, so every map is in two pairs.
                int partner = (example * maps + (map + 1) % maps) * area;
                for (int place = 0; place < area; place++) {
                    float unit = units[first + place];
                    if (place % width + 1 < width) {
                        neighbours[map].add(unit, units[first + place + 1]);
                    }
                    if (place + width < area) {
                        neighbours[map].add(unit, units[first + place + width]);
                    }
                    acrossMaps[map].add(unit, units[partner + place]);
                }
            }
        }
    }

    /** The correlations of all batches, without maps whose units are constant. */
    MapCorrelation result() {
        return new MapCorrelation(maps, height, width, mean(neighbours, false), mean(acrossMaps, true));
    }

    private static double mean(Moments[] moments, boolean absolute) {
        List<Double> correlations = new ArrayList<>();
        for (Moments pair : moments) {
            double correlation = pair.correlation();
            if (Double.isFinite(correlation)) {
                correlations.add(absolute ? Math.abs(correlation) : correlation);
            }
        }
        return correlations.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** Sums over pairs of numbers. */
    private static final class Moments {
        private long n;
        private double x;
        private double y;
        private double xx;
        private double yy;
        private double xy;

        void add(double a, double b) {
            n++;
            x += a;
            y += b;
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }

        /** Pearson's correlation; NaN if one of the two is constant. */
        double correlation() {
            return (n * xy - x * y) / Math.sqrt((n * xx - x * x) * (n * yy - y * y));
        }
    }
}
