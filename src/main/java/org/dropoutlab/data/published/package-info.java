/**
 * The published data sets (sonar, MNIST, CIFAR-10, Japanese Vowels, temporal order): downloads, checksums, file formats, rules, and
 * synthetic stand-ins.
 */
package org.dropoutlab.data.published;
