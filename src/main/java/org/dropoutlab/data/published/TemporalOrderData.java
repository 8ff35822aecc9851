package org.dropoutlab.data.published;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.SplitKeys;

/**
 * The temporal order problem with two symbols (Hochreiter &amp; Schmidhuber 1997, "Long Short-Term Memory", experiment 6,
 * task 6a), made by its rule. A sequence of 100 to 110 symbols starts with E, ends with the trigger B and otherwise consists
 * of symbols chosen at random from a, b, c and d, except for two that are X or Y, one at a position from 10 to 20 and one from
 * 50 to 60. The class is their order: XX, XY, YX or YY. A symbol is an input vector with a single 1.
 *
 * <p>Shorter problems have all positions in proportion: of length 20, 20 to 22 symbols with X or Y at 2 to 4 and 10 to 12.
 * Classes are balanced, in random order. {@link SplittableRandom} gives the same bytes on every platform.
 */
public final class TemporalOrderData implements DataSource {
    private static final int TRAINING = 4000;
    private static final int TEST = 2560;
    private static final long SEED = 19_971_115;
    private static final List<String> CLASSES = List.of("XX", "XY", "YX", "YY");
    private static final int DISTRACTORS = 4;
    private static final int X = DISTRACTORS;
    private static final int E = X + 2;
    private static final int B = E + 1;
    private static final int SYMBOLS = B + 1;

    private final int length;

    /**
     * @param length least number of symbols of a sequence, a multiple of 10, at least 20; the paper's is 100
     */
    TemporalOrderData(int length) {
        if (length < 20 || length % 10 != 0) {
            throw new IllegalArgumentException("length must be a multiple of 10, at least 20, not " + length);
        }
        this.length = length;
    }

    @Override
    public String name() {
        return "temporal-order-" + length;
    }

    @Override
    public String description() {
        return "%,d sequences of %d-%d symbols, two of which decide the class by their order"
                        .formatted(TRAINING + TEST, length, length + length / 10)
                + " (Hochreiter & Schmidhuber 1997, task 6a%s)".formatted(length == 100 ? "" : ", shortened");
    }

    /** None. */
    @Override
    public List<RemoteFile> files() {
        return List.of();
    }

    /** Makes the sequences. The checksum is that of their symbols and labels, a byte each. */
    @Override
    public Contents read(Path directory) {
        return synthetic();
    }

    @Override
    public Contents synthetic() {
        SplittableRandom random = new SplittableRandom(SEED + length);
        int[] labels = BalancedLabels.draw(TRAINING, TEST, CLASSES.size(), random);
        MessageDigest digest = Checksum.digest();
        List<byte[]> sequences = new ArrayList<>();
        for (int label : labels) {
            byte[] sequence = sequence(label, random);
            sequences.add(sequence);
            digest.update(sequence);
            digest.update((byte) label);
        }
        return new Contents(examples(sequences, labels), Checksum.of(digest), false);
    }

    private byte[] sequence(int label, SplittableRandom random) {
        int tenth = length / 10;
        byte[] symbols = new byte[length + random.nextInt(tenth + 1)];
        for (int i = 1; i < symbols.length - 1; i++) {
            symbols[i] = (byte) random.nextInt(DISTRACTORS);
        }
        symbols[0] = E;
        symbols[symbols.length - 1] = B;
        // Positions count from 1 for the first symbol.
        symbols[tenth + random.nextInt(tenth + 1) - 1] = (byte) (X + label / 2);
        symbols[5 * tenth + random.nextInt(tenth + 1) - 1] = (byte) (X + label % 2);
        return symbols;
    }

    private static Sequences examples(List<byte[]> sequences, int[] labels) {
        int[] starts = Sequences.starts(
                sequences.stream().mapToInt(symbols -> symbols.length).toArray());
        byte[] all = new byte[starts[starts.length - 1]];
        for (int i = 0; i < sequences.size(); i++) {
            System.arraycopy(sequences.get(i), 0, all, starts[i], sequences.get(i).length);
        }
        Features steps = Features.of(new int[SYMBOLS], all.length, (step, symbol) -> all[step] == symbol ? 1 : 0);
        return new Sequences(
                steps, starts, labels, CLASSES, new Sequences.Classes(labels), false, TRAINING, SplitKeys.NONE);
    }
}
