/**
 * The architectures: regularizers, optimizer and seed to a configuration. Imports regularization and optimization.
 */
package org.dropoutlab.network;
