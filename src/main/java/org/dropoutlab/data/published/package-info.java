/**
 * The published data sets (sonar, MNIST, CIFAR-10): downloads, checksums, file formats, and synthetic stand-ins.
 */
package org.dropoutlab.data.published;
