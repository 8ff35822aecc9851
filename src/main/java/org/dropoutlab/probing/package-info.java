/**
 * Probes of trained networks: how features, averages, ensembles, uncertainty and feature maps are measured.
 */
package org.dropoutlab.probing;
