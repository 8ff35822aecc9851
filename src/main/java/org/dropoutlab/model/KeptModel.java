package org.dropoutlab.model;

import org.dropoutlab.dl4j.Network;

/**
 * A saved model.
 *
 * @param description its metadata
 * @param network with its noise, for Monte-Carlo passes
 */
public record KeptModel(ModelDescription description, Network network) {}
