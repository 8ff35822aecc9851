package org.dropoutlab.model;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A model that a run has kept.
 *
 * @param description what it is
 * @param network with its noise, so that Monte-Carlo passes can be made
 */
public record KeptModel(ModelDescription description, MultiLayerNetwork network) {}
