package org.dropoutlab.convolution;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.dropoutlab.natives.NativeNumbers;

/** The copies between the last maps in oneDNN's layout and the features of a dense layer, [channel, row, column]. */
final class Flattening {
    private final OneDnn oneDnn;
    private final Maps maps;
    private final Layout layout;
    private final NativeStage last;
    private final NativeNumbers features;
    private final Map<Integer, Copies> copies = new HashMap<>();

    private record Copies(OneDnn.Call features, OneDnn.Call errors, memory from) {}

    Flattening(OneDnn oneDnn, Maps maps, Layout layout, NativeStage last, NativeNumbers features) {
        this.oneDnn = oneDnn;
        this.maps = maps;
        this.layout = layout;
        this.last = last;
        this.features = features;
    }

    /** Copies the last stage's maps to the features. */
    void forward(int examples) {
        copies(examples).features().run();
    }

    /** Copies the derivatives with respect to the features to the last stage's. */
    void backward(int examples, NativeNumbers errors) {
        Copies own = copies(examples);
        own.from().set_data_handle(errors.address());
        own.errors().run();
    }

    private Copies copies(int examples) {
        return copies.computeIfAbsent(examples, this::compile);
    }

    private Copies compile(int examples) {
        memory.desc plain = OneDnn.numbers(memory.format_tag.nchw, maps.batch(examples));
        memory.desc stored = OneDnn.numbers(layout.tag(), maps.batch(examples));
        memory from = oneDnn.view(plain);
        return new Copies(
                oneDnn.reorder(oneDnn.view(stored, last.maps()), oneDnn.view(plain, features)),
                oneDnn.reorder(from, oneDnn.view(stored, last.errors())),
                from);
    }
}
