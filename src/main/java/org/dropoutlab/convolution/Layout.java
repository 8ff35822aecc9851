package org.dropoutlab.convolution;

import org.bytedeco.dnnl.memory;

/**
 * oneDNN's layouts of feature maps: [example, block of channels, row, column, channel of the block], which fill the
 * registers of a processor with channels.
 */
enum Layout {
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

    /** oneDNN's name of the layout. */
    memory.format_tag tag() {
        return tag;
    }

    /** Channels with those that fill the last block. */
    int padded(int channels) {
        return (channels + block - 1) / block * block;
    }

    /** Numbers per example, with those of the channels that fill the last block. */
    int size(Maps maps) {
        return Math.multiplyExact(padded(maps.channels()), maps.area());
    }
}
