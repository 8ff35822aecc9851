package org.dropoutlab.convolution;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;

/**
 * Dropout on feature maps in any layout: with the random numbers that Deeplearning4j's layers would draw for [example,
 * channel, row, column].
 */
final class MapDropout {
    private final Maps maps;
    private final Layout layout;
    private final float[] stored;
    private final float[] plain;

    MapDropout(Maps maps, Layout layout) {
        this.maps = maps;
        this.layout = layout;
        this.stored = new float[layout.size(maps)];
        this.plain = new float[maps.size()];
    }

    /** Drops numbers, or whole maps, of each example. */
    void drop(NativeNumbers numbers, int examples, MapNoise noise, NativeDraws draws) {
        if (noise.wholeMaps()) {
            dropMaps(numbers.values(), examples, noise, draws);
        } else {
            dropNumbers(numbers.values(), examples, noise, draws);
        }
    }

    private void dropNumbers(FloatBuffer numbers, int examples, MapNoise noise, NativeDraws draws) {
        for (int example = 0; example < examples; example++) {
            numbers.get(example * stored.length, stored);
            for (int channel = 0; channel < maps.channels(); channel++) {
                int from = layout.start(channel, maps);
                int to = channel * maps.area();
                for (int i = 0; i < maps.area(); i++) {
                    plain[to + i] = stored[from + i * layout.block()];
                }
            }
            draws.drop(plain, plain.length, (long) example * plain.length, (float) noise.retain());
            for (int channel = 0; channel < maps.channels(); channel++) {
                int to = layout.start(channel, maps);
                int from = channel * maps.area();
                for (int i = 0; i < maps.area(); i++) {
                    stored[to + i * layout.block()] = plain[from + i];
                }
            }
            numbers.put(example * stored.length, stored);
        }
        draws.advance((long) examples * plain.length);
    }

    private void dropMaps(FloatBuffer numbers, int examples, MapNoise noise, NativeDraws draws) {
        float[] mask = new float[examples * maps.channels()];
        Arrays.fill(mask, 1);
        draws.drop(mask, mask.length, 0, (float) noise.retain());
        draws.advance(mask.length);
        for (int example = 0; example < examples; example++) {
            numbers.get(example * stored.length, stored);
            for (int channel = 0; channel < maps.channels(); channel++) {
                int at = layout.start(channel, maps);
                float factor = mask[example * maps.channels() + channel];
                for (int i = 0; i < maps.area(); i++) {
                    stored[at + i * layout.block()] *= factor;
                }
            }
            numbers.put(example * stored.length, stored);
        }
    }
}
