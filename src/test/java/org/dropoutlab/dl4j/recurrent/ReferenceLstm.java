package org.dropoutlab.dl4j.recurrent;

import org.dropoutlab.dl4j.recurrent.PackedSteps.Run;

/**
 * The equations of an LSTM with treatments, one number at a time in double precision: the oracle of {@link DirectLstm}.
 * Weights are [number below, block · unit] with the blocks candidate, forget gate, output gate, input gate.
 */
final class ReferenceLstm {
    final double[][] input;
    final double[][] recurrent;
    final double[] biases;
    private final int units;

    ReferenceLstm(double[][] input, double[][] recurrent, double[] biases) {
        this.input = input;
        this.recurrent = recurrent;
        this.biases = biases;
        this.units = recurrent.length;
    }

    /** What masks there are at a position of a run, as plain numbers: factors of dropping, shares of old values. */
    record Factors(double[] inputs, double[] state, double[] candidate, double[] oldCell, double[] oldHidden) {

        /** The masks of a pass; without any, the shares of {@code treatments}. */
        @SuppressWarnings("ReferenceEquality")
        static Factors of(
                LstmMasks masks,
                LstmTreatments treatments,
                PackedSteps steps,
                int position,
                int row,
                int inputs,
                int units) {
            boolean training = masks != LstmMasks.NONE;
            return new Factors(
                    read(masks.lasting().inputs(), steps, position, row, inputs, 1),
                    read(masks.recurrent(), steps, position, row, units, 1),
                    read(masks.candidate(), steps, position, row, units, 1),
                    read(
                            masks.cell(),
                            steps,
                            position,
                            row,
                            units,
                            training ? 0 : treatments.cell().value()),
                    read(
                            masks.hidden(),
                            steps,
                            position,
                            row,
                            units,
                            training ? 0 : treatments.hidden().value()));
        }

        private static double[] read(
                java.util.Optional<LstmMasks.Rows> mask,
                PackedSteps steps,
                int position,
                int row,
                int width,
                double otherwise) {
            double[] values = new double[width];
            float[] rows = new float[steps.active(0) * width];
            mask.ifPresent(drawn -> drawn.read(steps, position, rows));
            for (int i = 0; i < width; i++) {
                values[i] = mask.isPresent() ? rows[row * width + i] : otherwise;
            }
            return values;
        }
    }

    /**
     * Outputs, [example][unit][step].
     *
     * @param x inputs, [example][input][step]
     */
    double[][][] outputs(double[][][] x, PackedSteps steps, LstmMasks masks, LstmTreatments treatments) {
        return outputs(x, steps, masks, treatments, new double[x.length][units], new double[x.length][units]);
    }

    /** The same from a state, [example][unit]. */
    double[][][] outputs(
            double[][][] x,
            PackedSteps steps,
            LstmMasks masks,
            LstmTreatments treatments,
            double[][] hidden0,
            double[][] cell0) {
        double[][][] outputs = new double[x.length][units][steps.steps()];
        double[][] seen = masked(masks);
        for (int row = 0; row < steps.active(0); row++) {
            Run run = steps.run(row);
            double[] h = hidden0[run.example()].clone();
            double[] c = cell0[run.example()].clone();
            for (int position = 0; position < run.length(); position++) {
                int step = run.start() + position;
                Factors factors = Factors.of(masks, treatments, steps, position, row, input.length, units);
                double[] sums = sums(x[run.example()], step, h, seen, factors);
                for (int unit = 0; unit < units; unit++) {
                    double candidate = Math.tanh(sums[unit]) * factors.candidate[unit];
                    double fresh = sigmoid(sums[units + unit]) * c[unit] + sigmoid(sums[3 * units + unit]) * candidate;
                    double out = sigmoid(sums[2 * units + unit]) * Math.tanh(fresh);
                    double cell = factors.oldCell[unit];
                    double hidden = factors.oldHidden[unit];
                    c[unit] = cell * c[unit] + (1 - cell) * fresh;
                    h[unit] = hidden * h[unit] + (1 - hidden) * out;
                    outputs[run.example()][unit][step] = h[unit];
                }
            }
        }
        return outputs;
    }

    private double[][] masked(LstmMasks masks) {
        double[][] seen = new double[units][4 * units];
        for (int from = 0; from < units; from++) {
            for (int sum = 0; sum < 4 * units; sum++) {
                int place = sum * units + from;
                seen[from][sum] = recurrent[from][sum]
                        * masks.lasting()
                                .weights()
                                .map(mask -> (double) mask[place])
                                .orElse(1.0);
            }
        }
        return seen;
    }

    private double[] sums(double[][] x, int step, double[] h, double[][] seen, Factors factors) {
        double[] sums = biases.clone();
        for (int sum = 0; sum < sums.length; sum++) {
            for (int i = 0; i < input.length; i++) {
                sums[sum] += x[i][step] * factors.inputs[i] * input[i][sum];
            }
            for (int from = 0; from < units; from++) {
                sums[sum] += h[from] * factors.state[from] * seen[from][sum];
            }
        }
        return sums;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
