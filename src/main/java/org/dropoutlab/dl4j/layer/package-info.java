/**
 * Custom Deeplearning4j layers and losses: DropConnect, cached dense, KL sparsity, max-pooling, binary cross-entropy.
 */
package org.dropoutlab.dl4j.layer;
