package org.dropoutlab.convolution;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.dropoutlab.natives.NativeNumbers;

/** Copies of feature maps from one layout to another, for any number of examples. */
final class Reordering {
    private final OneDnn oneDnn;
    private final Maps maps;
    private final Layout from;
    private final Layout to;
    private final Map<Integer, Copy> copies = new HashMap<>();

    private record Copy(OneDnn.Call call, memory from, memory to) {}

    Reordering(OneDnn oneDnn, Maps maps, Layout from, Layout to) {
        this.oneDnn = oneDnn;
        this.maps = maps;
        this.from = from;
        this.to = to;
    }

    /** Copies the first examples of an array to another one. */
    void copy(int examples, NativeNumbers source, NativeNumbers target) {
        Copy copy = copies.computeIfAbsent(examples, this::compile);
        copy.from().set_data_handle(source.address());
        copy.to().set_data_handle(target.address());
        copy.call().run();
    }

    private Copy compile(int examples) {
        memory source = oneDnn.view(from.describe(maps, examples));
        memory target = oneDnn.view(to.describe(maps, examples));
        return new Copy(oneDnn.reorder(source, target), source, target);
    }
}
