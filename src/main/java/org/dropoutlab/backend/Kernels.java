package org.dropoutlab.backend;

import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The native code that the libraries chose for this processor when they were loaded. It decides in which order sums are formed,
 * and so the last bits of every result: the same trial gives the same bytes on processors with the same kernels.
 *
 * @param openBlas OpenBLAS's name of the processor whose kernels it uses, such as {@code HASWELL}; empty if it cannot be told
 * @param oneDnn largest instruction set that oneDNN uses, such as {@code avx2}; empty if it is not on this platform
 */
public record Kernels(Optional<String> openBlas, Optional<String> oneDnn) {
    /** OpenBLAS's pointer to its table of kernels. */
    private static final String TABLE = "gotoblas";

    /** The tables that it can point to, one for each kind of processor: those of x86-64, then of ARM. */
    private static final String[] PROCESSORS = {
        "PRESCOTT",
        "CORE2",
        "NEHALEM",
        "SANDYBRIDGE",
        "HASWELL",
        "SKYLAKEX",
        "COOPERLAKE",
        "SAPPHIRERAPIDS",
        "ATOM",
        "DUNNINGTON",
        "PENRYN",
        "OPTERON",
        "OPTERON_SSE3",
        "BARCELONA",
        "BOBCAT",
        "BULLDOZER",
        "PILEDRIVER",
        "STEAMROLLER",
        "EXCAVATOR",
        "ZEN",
        "ARMV8",
        "CORTEXA53",
        "CORTEXA55",
        "CORTEXA57",
        "CORTEXA72",
        "CORTEXA73",
        "NEOVERSEN1",
        "NEOVERSEN2",
        "NEOVERSEV1",
        "THUNDERX",
        "THUNDERX2T99",
        "THUNDERX3T110",
        "FALKOR",
        "TSV110",
        "EMAG8180",
        "A64FX"
    };

    /** Those in use. Starts the backend if necessary. */
    public static Kernels current() {
        Backend.start();
        return new Kernels(openBlasProcessor(), instructions());
    }

    /** JavaCPP's presets have no binding of {@code openblas_get_corename}, so this compares what that compares. */
    private static Optional<String> openBlasProcessor() {
        Pointer table = Loader.addressof(TABLE);
        if (table == null) {
            return Optional.empty();
        }
        long used = new LongPointer(table).get();
        return Stream.of(PROCESSORS)
                .filter(name -> {
                    Pointer kernels = Loader.addressof(TABLE + "_" + name);
                    return kernels != null && kernels.address() == used;
                })
                .findFirst();
    }

    private static Optional<String> instructions() {
        try {
            Loader.load(dnnl.class);
            return Optional.of(dnnl.get_effective_cpu_isa().toString());
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }

    /** In a few words. */
    @Override
    public String toString() {
        return "OpenBLAS %s, oneDNN %s".formatted(openBlas.orElse("unknown"), oneDnn.orElse("none"));
    }
}
