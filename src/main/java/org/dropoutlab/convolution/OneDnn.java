package org.dropoutlab.convolution;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.natives.NativeNumbers;

/**
 * oneDNN on the calling thread alone, and the native objects made with it. Uses ND4J's setting of one native thread: on
 * Linux both are linked to the library that is loaded first as {@code libgomp.so.1}, ND4J's.
 */
final class OneDnn implements AutoCloseable {
    private static final boolean LOADED = load();

    private final List<Pointer> owned = new ArrayList<>();
    private final engine processor = own(new engine(engine.kind.cpu, 0));
    private final stream order = own(new stream(processor));

    OneDnn() {
        if (!LOADED) {
            throw new IllegalStateException("oneDNN is not available on this platform");
        }
        Backend.startThread();
    }

    /** Whether it can be used on this platform. */
    static boolean isLoaded() {
        return LOADED;
    }

    private static boolean load() {
        // Elsewhere oneDNN has an OpenMP of its own, which ND4J's setting does not reach.
        if (!Loader.getPlatform().equals("linux-x86_64")) {
            return false;
        }
        try {
            Backend.start();
            Loader.load(dnnl.class);
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    engine processor() {
        return processor;
    }

    /** Closes {@code object} together with this. */
    final <P extends Pointer> P own(P object) {
        owned.add(object);
        return object;
    }

    /** A description of single-precision numbers. */
    static memory.desc numbers(memory.format_tag layout, long... sizes) {
        return new memory.desc(sizes, memory.data_type.f32, layout);
    }

    /** Uninitialized numbers of its own. */
    memory allocate(memory.desc description) {
        return own(new memory(description, processor));
    }

    /** Numbers that a caller's array will hold: {@link memory#set_data_handle} says where. */
    memory view(memory.desc description) {
        return own(new memory(description, processor, new Pointer()));
    }

    /** Numbers in {@code array}. */
    memory view(memory.desc description, NativeNumbers array) {
        return own(new memory(description, processor, array.address()));
    }

    /** Attributes with which an operation takes its working memory from {@link Call}, whatever thread executes it. */
    primitive_attr attributes() {
        primitive_attr attributes = own(new primitive_attr());
        attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
        return attributes;
    }

    /**
     * An operation of {@code code} on the given arguments.
     *
     * @throws NotCompiled if it is only a reference implementation
     */
    Call call(primitive_desc description, primitive code) throws NotCompiled {
        String implementation = description.impl_info_str().getString();
        if (!implementation.startsWith("jit") && !implementation.startsWith("brg")) {
            throw new NotCompiled(implementation);
        }
        return new Call(own(code), allocate(description.scratchpad_desc()));
    }

    /** A reorder from one layout to another. */
    Call reorder(memory from, memory to) {
        org.bytedeco.dnnl.reorder.primitive_desc description = own(new org.bytedeco.dnnl.reorder.primitive_desc(
                processor, from.get_desc(), processor, to.get_desc(), attributes(), false));
        return new Call(own(new org.bytedeco.dnnl.reorder(description)), allocate(description.scratchpad_desc()))
                .with(dnnl.DNNL_ARG_FROM, from)
                .with(dnnl.DNNL_ARG_TO, to);
    }

    /** An operation and its arguments. */
    final class Call {
        private final primitive code;
        private final IntMemoryMap arguments = own(new IntMemoryMap());

        private Call(primitive code, memory scratch) {
            this.code = code;
            with(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
        }

        Call with(int argument, memory value) {
            arguments.put(argument, value);
            return this;
        }

        void run() {
            code.execute(order, arguments);
        }
    }

    /** Frees all its objects. */
    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            owned.get(i).close();
        }
    }
}
