package org.dropoutlab.regularization;

/**
 * A removal of treatments that a user's network has of its own. What is taken out no longer acts; the rest of the network,
 * its initial weights included, stays as it is. A network without such treatments is left unchanged.
 */
public sealed interface Removal extends Regularizer {

    /** Whether treatments of a kind are taken out. */
    boolean takesOut(Kind kind);

    @Override
    default String family() {
        return "removal";
    }

    /** Kinds of treatments that a network can have of its own. */
    enum Kind {
        /** Dropout and other noise on activations. */
        NOISE("dropout"),
        /** DropConnect and other noise on weights. */
        WEIGHT_NOISE("DropConnect or weight noise"),
        /** L2 and weight decay. */
        L2("L2 or weight decay"),
        /** L1. */
        L1("L1"),
        /** Other penalties on weights. */
        OTHER_PENALTY("other penalty"),
        /** Max-norm and other constraints on weights. */
        CONSTRAINT("max-norm or other constraint"),
        /** KL sparsity of activations. */
        SPARSITY("KL sparsity"),
        /** Batch normalization, a part of the architecture as well. */
        NORMALIZATION("batch normalization"),
        /** Weights of the classes in the loss, which decide what is learned. */
        CLASS_WEIGHTS("class weights");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Takes out every dropout, noise, penalty and constraint. Batch normalization and class weights stay. */
    record Bare() implements Removal {

        @Override
        public boolean takesOut(Kind kind) {
            return kind != Kind.NORMALIZATION && kind != Kind.CLASS_WEIGHTS;
        }

        @Override
        public String describe() {
            return "no dropout, noise, penalty or constraint";
        }
    }

    /**
     * Takes out treatments of one kind wherever they are: a level of 0.
     *
     * @param kind what is taken out
     */
    record Without(Kind kind) implements Removal {

        @Override
        public boolean takesOut(Kind other) {
            return kind == other;
        }

        @Override
        public String describe() {
            return "no " + kind.words;
        }
    }
}
