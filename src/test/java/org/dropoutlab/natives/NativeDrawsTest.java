package org.dropoutlab.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.dropoutlab.backend.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;

/** Oracle: ND4J's native operation. */
class NativeDrawsTest {
    private static final long SEED = -4_711;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** A draw takes one of 2²³ values: among 2²⁵ draws, some four meet one half exactly, and must go the same way. */
    @Test
    void dropsWhatTheNativeOperationDrops() {
        for (double retain : new double[] {0.5, 0.8, 0.1}) {
            int length = retain == 0.5 ? 1 << 25 : 10_001;
            Nd4j.getRandom().setSeed(SEED);
            NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
            float[] ours = ones(length);

            draws.drop(ours, length, 0, (float) retain);

            assertThat(Arrays.equals(ours, dropped(length, retain)))
                    .as("the same of %d numbers dropped, retaining each with probability %s", length, retain)
                    .isTrue();
        }
    }

    /** As above: four of the draws meet one half exactly. */
    @Test
    void masksWhatTheNativeOperationMasks() {
        for (double retain : new double[] {0.5, 0.8}) {
            int length = retain == 0.5 ? 1 << 25 : 10_001;
            Nd4j.getRandom().setSeed(SEED);
            NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
            float[] ours = new float[length];

            draws.mask(ours, length, retain);

            INDArray mask = Nd4j.createUninitialized(DataType.FLOAT, length);
            Nd4j.getExecutioner().exec(new BernoulliDistribution(mask, retain));
            assertThat(Arrays.equals(ours, mask.muli(1 / retain).toFloatVector()))
                    .as("the same of %d numbers masked, retaining each with probability %s", length, retain)
                    .isTrue();
        }
    }

    @Test
    void partsOfAnOperationAreThoseOfTheWhole() {
        Nd4j.getRandom().setSeed(SEED);
        NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
        float[] whole = ones(100);
        float[] part = ones(30);

        draws.drop(whole, 100, 0, 0.5f);
        draws.drop(part, 30, 70, 0.5f);

        assertThat(part).isEqualTo(Arrays.copyOfRange(whole, 70, 100));
    }

    @Test
    void operationsFollowEachOtherAndGiveTheGeneratorBackWhereItWouldBe() {
        Nd4j.getRandom().setSeed(SEED);
        NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
        float[][] ours = new float[5][];
        for (int i = 0; i < 4; i++) {
            ours[i] = ones(i + 7);
            draws.drop(ours[i], i + 7, 0, 0.5f);
            draws.advance(i + 7);
        }
        draws.leaveTo(Nd4j.getRandom());
        ours[4] = dropped(50, 0.5);
        Nd4j.getRandom().setSeed(SEED);

        assertThat(ours).isDeepEqualTo(new float[][] {
            dropped(7, 0.5), dropped(8, 0.5), dropped(9, 0.5), dropped(10, 0.5), dropped(50, 0.5)
        });
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[] dropped(int length, double retain) {
        INDArray mask = Nd4j.ones(DataType.FLOAT, length);
        Nd4j.getExecutioner().exec(new DropOutInverted(mask, mask, retain));
        return mask.toFloatVector();
    }
}
