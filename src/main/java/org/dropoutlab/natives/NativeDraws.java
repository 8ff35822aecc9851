package org.dropoutlab.natives;

import org.nd4j.linalg.api.rng.Random;

/**
 * The uniform random numbers of ND4J's native operations, in Java: the same seed gives the same numbers, without a
 * native operation and an array for every few of them.
 *
 * <p>Number i of an operation is a hash of i and two states; after each operation, the second state advances by its
 * length (libnd4j's {@code RandomGenerator}). {@code NativeDrawsTest} compares them with the operations bit by bit.
 */
public final class NativeDraws {
    private static final float STEP = 0x1p-23f;

    private final long root;
    private long node;

    private NativeDraws(long root, long node) {
        this.root = root;
        this.node = node;
    }

    /** Draws from the current state of {@code random}, which does not change until {@link #leaveTo}. */
    public static NativeDraws of(Random random) {
        return new NativeDraws(random.rootState(), random.nodeState());
    }

    /** Advances {@code random} to the current state. */
    public void leaveTo(Random random) {
        random.setStates(root, node);
    }

    /**
     * Inverted dropout, as in {@code DropOutInverted}, on part of an operation's numbers: each is kept with probability
     * {@code retain} and divided by it, or becomes 0.
     *
     * @param values array whose first {@code count} values are changed
     * @param first index of the first of them in the operation
     * @param retain probability of retaining a number
     */
    public void drop(float[] values, int count, long first, float retain) {
        int least = (int) Math.ceil((double) retain / STEP);
        int scale = Float.floatToRawIntBits(1 / retain);
        for (int i = 0; i < count; i++) {
            values[i] *= unlessFrom(least, draw(first + i), scale);
        }
    }

    /**
     * A mask of inverted dropout, drawn as in {@code BernoulliDistribution}: each number becomes 1/retain with
     * probability {@code retain}, otherwise 0.
     *
     * @param values array whose first {@code count} values become the first numbers of an operation
     */
    public void mask(float[] values, int count, double retain) {
        int least = (int) Math.floor((double) (float) retain / STEP) + 1;
        int scale = Float.floatToRawIntBits((float) (1 / retain));
        for (int i = 0; i < count; i++) {
            values[i] = unlessFrom(least, draw(i), scale);
        }
    }

    /**
     * The number with the given bits if {@code draw} is less than {@code least}, else 0; without an unpredictable
     * branch.
     */
    private static float unlessFrom(int least, int draw, int bits) {
        return Float.intBitsToFloat((draw - least) >> (Integer.SIZE - 1) & bits);
    }

    /** Ends an operation of {@code length} numbers. */
    public void advance(long length) {
        int low = (int) node;
        int high = (int) (node >>> Integer.SIZE) ^ low;
        int nextLow = Integer.rotateLeft(low, 26) ^ high ^ high << 9;
        int nextHigh = Integer.rotateLeft(high, 13);
        node = ((long) nextHigh << Integer.SIZE | Integer.toUnsignedLong(nextLow)) ^ length ^ 0xdeadbeefL;
    }

    /** Number {@code place} of an operation, in steps of 2⁻²³. */
    private int draw(long place) {
        long first = root | (place + 2) * (node + 24_243_287);
        long second = node ^ (place + 2) * (first + 723_829);
        int hash = Integer.rotateLeft((int) (first ^ second) * 0x9E3779BB, 5) * 5;
        return hash >>> 9;
    }
}
