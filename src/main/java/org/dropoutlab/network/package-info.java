/**
 * Network architectures as plain values: names, sizes, and treatments that a network has of its own. Imports {@code
 * regularization} alone.
 */
package org.dropoutlab.network;
