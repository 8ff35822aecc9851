package org.dropoutlab.convolution;

import org.bytedeco.dnnl.memory;

/**
 * How feature maps are stored: as Deeplearning4j does it, or as oneDNN does, with blocks of channels side by side, [example,
 * block, row, column, channel], which fill the registers of a processor.
 */
enum Layout {
    /** [example, channel, row, column]. */
    PLAIN(1, memory.format_tag.nchw),
    BLOCKS_OF_16(16, memory.format_tag.nChw16c),
    BLOCKS_OF_8(8, memory.format_tag.nChw8c);

    private final int block;
    private final memory.format_tag tag;

    Layout(int block, memory.format_tag tag) {
        this.block = block;
        this.tag = tag;
    }

    /** Channels of a block. */
    int block() {
        return block;
    }

    /** Numbers per example, with those of the channels that fill the last block. */
    int size(Maps maps) {
        int channels = (maps.channels() + block - 1) / block * block;
        return Math.multiplyExact(channels, maps.area());
    }

    /** Where a channel's first number is stored; the next ones follow at distances of a {@link #block}. */
    int start(int channel, Maps maps) {
        return channel / block * block * maps.area() + channel % block;
    }

    /** oneDNN's description of examples. */
    memory.desc describe(Maps maps, int examples) {
        return OneDnn.numbers(tag, maps.batch(examples));
    }
}
