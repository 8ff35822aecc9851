package org.dropoutlab.dl4j.layer;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * The runtime of {@link MaxPooling2x2}. Feature maps are copied to the Java heap one by one, where compiled loops avoid
 * branches that would be mispredicted half of the time. Other types and layouts fall back to the superclass.
 */
final class MaxPooling2x2Layer extends SubsamplingLayer {
    private static final long serialVersionUID = 1L;

    /**
     * For each output of the last forward pass in training, the index of the largest of its four inputs: 0 and 1 in the
     * upper row, 2 and 3 in the lower. Empty without such a pass.
     */
    private byte[] winners = {};

    MaxPooling2x2Layer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        winners = new byte[0];
        if (input.dataType() != DataType.FLOAT
                || dataType != DataType.FLOAT
                || input.rank() != 4
                || layerConf().getCnn2dDataFormat() != CNN2DFormat.NCHW) {
            return super.activate(training, workspaceMgr);
        }
        int height = Math.toIntExact(input.size(2));
        int width = Math.toIntExact(input.size(3));
        INDArray output = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS,
                DataType.FLOAT,
                new long[] {input.size(0), input.size(1), height / 2, width / 2},
                'c');
        if (training) {
            winners = new byte[Math.toIntExact(output.length())];
        }
        FloatBuffer in = numbers(contiguous(input));
        FloatBuffer out = numbers(output);
        float[] map = new float[height * width];
        float[] pooled = new float[(height / 2) * (width / 2)];
        for (int first = 0; first < output.length(); first += pooled.length) {
            in.get(map);
            if (training) {
                poolAndRemember(map, height, width, pooled, first);
            } else {
                pool(map, height, width, pooled);
            }
            out.put(pooled);
        }
        return output;
    }

    private static void pool(float[] map, int height, int width, float[] pooled) {
        float[] higher = new float[width];
        int at = 0;
        for (int row = 0; row + 1 < height; row += 2) {
            int upper = row * width;
            int lower = upper + width;
            for (int column = 0; column < width; column++) {
                higher[column] = Math.max(map[upper + column], map[lower + column]);
            }
            for (int column = 0; column + 1 < width; column += 2) {
                pooled[at++] = Math.max(higher[column], higher[column + 1]);
            }
        }
    }

    /**
     * Pools and stores the winners. The sign bit of a difference tells which is larger; the first wins a tie, as in
     * oneDNN. Adding 0 turns −0 − 0 into a positive 0.
     */
    private void poolAndRemember(float[] map, int height, int width, float[] pooled, int first) {
        int at = 0;
        for (int row = 0; row + 1 < height; row += 2) {
            int corner = row * width;
            for (int column = 0; column + 1 < width; column += 2, corner += 2) {
                float a = map[corner];
                float b = map[corner + 1];
                float c = map[corner + width];
                float d = map[corner + width + 1];
                float upper = Math.max(a, b);
                float lower = Math.max(c, d);
                int inUpper = Float.floatToRawIntBits(a - b + 0f) >>> 31;
                int inLower = Float.floatToRawIntBits(c - d + 0f) >>> 31;
                int isLower = Float.floatToRawIntBits(upper - lower + 0f) >>> 31;
                pooled[at] = Math.max(upper, lower);
                winners[first + at] = (byte) (inUpper + isLower * (2 + inLower - inUpper));
                at++;
            }
        }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (winners.length == 0 || epsilon.dataType() != DataType.FLOAT) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        int height = Math.toIntExact(input.size(2));
        int width = Math.toIntExact(input.size(3));
        INDArray gradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
        FloatBuffer in = numbers(contiguous(epsilon));
        FloatBuffer out = numbers(gradient);
        float[] pooled = new float[(height / 2) * (width / 2)];
        float[] map = new float[height * width];
        for (int first = 0; first < winners.length; first += pooled.length) {
            in.get(pooled);
            Arrays.fill(map, 0);
            int at = 0;
            for (int row = 0; row + 1 < height; row += 2) {
                int corner = row * width;
                for (int column = 0; column + 1 < width; column += 2, corner += 2) {
                    int winner = winners[first + at];
                    map[corner + (winner & 1) + (winner >> 1) * width] = pooled[at++];
                }
            }
            out.put(map);
        }
        return new Pair<>(new DefaultGradient(), gradient);
    }

    private static INDArray contiguous(INDArray array) {
        return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array) ? array : array.dup('c');
    }

    private static FloatBuffer numbers(INDArray array) {
        return ((FloatPointer) array.data().pointer()).asBuffer();
    }
}
