/**
 * The Java API for a network and data that already are Deeplearning4j's: begin with {@link
 * org.dropoutlab.library.NetworkComparison}.
 */
package org.dropoutlab.library;
