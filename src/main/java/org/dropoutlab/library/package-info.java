/**
 * The harness for somebody with a network and data of Deeplearning4j's in hand: begin with
 * {@link org.dropoutlab.library.NetworkComparison}. It stands above everything but the command line.
 */
package org.dropoutlab.library;
