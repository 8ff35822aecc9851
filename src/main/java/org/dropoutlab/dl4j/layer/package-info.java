/**
 * Layers and losses of our own for Deeplearning4j: DropConnect, cached dense, KL sparsity, max-pooling, binary cross-
 * entropy.
 */
package org.dropoutlab.dl4j.layer;
