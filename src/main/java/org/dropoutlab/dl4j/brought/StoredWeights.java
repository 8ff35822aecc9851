package org.dropoutlab.dl4j.brought;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network's weights as {@link Nd4j#write} stores them in model files: one row of numbers. {@link Nd4j#read} would trust the
 * file's own length and strides.
 */
public final class StoredWeights {
    /** The shape's eight numbers and the names of types before the numbers. */
    static final int MOST_HEADER = 1024;

    /** Numbers of a matrix's shape: rank, sizes, strides, type, stride between elements, order. */
    private static final int OF_MATRIX = 8;

    private static final Set<String> OF_INT_LENGTH = Set.of("DIRECT", "HEAP", "JAVACPP");

    private StoredWeights() {}

    /**
     * The numbers, [1, parameter].
     *
     * @param name name of the file, for the message
     * @throws IllegalArgumentException if these are not numbers in one row; the message is one line
     */
    public static INDArray read(String name, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long[] shape = shape(in);
            long length = length(in);
            String type = in.readUTF();
            if (!isRow(shape, length)) {
                throw new IllegalArgumentException(name + " is not a single row of numbers");
            }
            if (!Set.of(DataType.FLOAT.name(), DataType.DOUBLE.name()).contains(type)) {
                throw new IllegalArgumentException(
                        "%s has numbers of type %s; only FLOAT and DOUBLE are supported".formatted(name, shown(type)));
            }
            int size = type.equals(DataType.FLOAT.name()) ? Float.BYTES : Double.BYTES;
            if (length < 1 || length != in.available() / size || in.available() % size != 0) {
                throw new IllegalArgumentException("%s does not have the declared number of weights".formatted(name));
            }
            return row(in, Math.toIntExact(length), size == Float.BYTES);
        } catch (IOException | ArithmeticException e) {
            throw new IllegalArgumentException(name + " is not a Deeplearning4j array", e);
        }
    }

    /**
     * A network with these weights.
     *
     * @param row [1, parameter], which the network keeps
     */
    public static Network network(NetworkConfiguration configuration, INDArray row) {
        return configuration.network(row);
    }

    /**
     * The number of weights that a file's header declares.
     *
     * @param header at least the first {@link #MOST_HEADER} bytes, or all
     * @throws IllegalArgumentException if it is none; the message is one line
     */
    static long declared(String name, byte[] header) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(header))) {
            shape(in);
            return length(in);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " is not a Deeplearning4j array", e);
        }
    }

    /** A vector of rank 1, or a matrix of one row. */
    private static boolean isRow(long[] shape, long length) {
        return shape.length == OF_MATRIX
                ? shape[0] == 2 && shape[1] == 1 && shape[2] == length
                : shape.length == OF_MATRIX - 2 && shape[0] == 1 && shape[1] == length;
    }

    /** Earlier versions stored shapes as int. */
    private static long[] shape(DataInputStream in) throws IOException {
        long length = length(in);
        boolean ints = in.readUTF().equals("INT");
        long[] shape = new long[Math.toIntExact(Math.max(0, Math.min(length, OF_MATRIX + 1)))];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = ints ? in.readInt() : in.readLong();
        }
        return shape;
    }

    private static long length(DataInputStream in) throws IOException {
        return OF_INT_LENGTH.contains(in.readUTF()) ? in.readInt() : in.readLong();
    }

    private static INDArray row(DataInputStream in, int length, boolean single) throws IOException {
        if (single) {
            float[] numbers = new float[length];
            for (int i = 0; i < length; i++) {
                numbers[i] = in.readFloat();
            }
            return Nd4j.createFromArray(numbers).reshape(1, length);
        }
        double[] numbers = new double[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = in.readDouble();
        }
        return Nd4j.createFromArray(numbers).reshape(1, length);
    }

    /** Text from a file, for a message. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
    }
}
