/**
 * The Java API for existing Deeplearning4j networks and data: start with {@link
 * org.dropoutlab.library.NetworkComparison}.
 */
package org.dropoutlab.library;
