package org.dropoutlab.model;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A saved model.
 *
 * @param description its metadata
 * @param network with its noise, for Monte-Carlo passes
 */
public record KeptModel(ModelDescription description, MultiLayerNetwork network) {}
